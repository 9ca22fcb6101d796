/**
 * The work of AgentInfra: rendering, synthesis, deployment, repositories and the way to AWS. It knows nothing of the scaffolder.
 *
 * @packageDocumentation
 */
export * from './aws';
export * from './deployment';
export * from './prediction';
export * from './rendering';
export * from './repositories';
export * from './synthesis';
