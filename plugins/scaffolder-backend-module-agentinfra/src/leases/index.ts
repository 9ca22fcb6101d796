export { endWithTasks } from './endWithTasks';
export type { LeaseHold } from './Lease';
export type { LeaseClaim } from './LeaseTable';
export {
  PlatformLeases,
  type HoldOptions,
  type LeaseTimes,
} from './PlatformLeases';
