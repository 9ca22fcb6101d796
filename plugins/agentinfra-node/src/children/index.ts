export { forkChild } from './forkChild';
