export * from './durations';
export { RESOURCE_DURATIONS } from './table';
