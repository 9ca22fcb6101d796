export * from './durations';
export { RESOURCE_DURATIONS } from './table';
export type { ResourceAction, ResourceDuration } from './ResourceDuration';
