/**
 * The words of AgentInfra: the definition of a platform, the plan of its deployment, its links, its entities in the catalog and their annotations.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './definition';
export * from './durations';
export * from './entities';
export * from './links';
export * from './plan';
