/**
 * The definition of a platform: what can be said about one, what must hold, and what follows from it.
 *
 * @packageDocumentation
 */
export * from './defaults';
export * from './definition';
export * from './names';
export * from './regions';
export * from './rules';
export * from './schema';
