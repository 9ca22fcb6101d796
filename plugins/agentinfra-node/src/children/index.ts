export { forkChild, hold, release } from './forkChild';
