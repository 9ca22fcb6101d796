export type { OnCancel } from './changes';
export { independentStacks } from './order';
export { PlatformStacks } from './PlatformStacks';
export type { WaitOptions } from './settling';
export { isComplete, isInProgress, type StackState } from './state';
