export { endWithTasks } from './endWithTasks';
export { PlatformLeases, type HoldOptions } from './PlatformLeases';
