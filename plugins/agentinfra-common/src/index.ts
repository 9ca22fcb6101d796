/**
 * The definition of an Amazon Bedrock agent platform, the plan of its deployment, its links, its catalog entities and their annotations.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './definition';
export * from './durations';
export * from './entities';
export * from './links';
export * from './plan';
