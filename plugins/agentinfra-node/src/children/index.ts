export { Child, ChildCrash } from './Child';
