export { Child, ChildCrash } from './Child';
export { passedOn } from './forkChild';
