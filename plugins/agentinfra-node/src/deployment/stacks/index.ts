export type { OnCancel } from './changes';
export { independentStacks } from './order';
export { PlatformStacks } from './PlatformStacks';
export { isComplete, isInProgress, type StackState } from './state';
