/** What says for how long this process is the only one that may work on a platform. */
export interface Leash {
  /** Is aborted as soon as another process may be at work. */
  readonly signal: AbortSignal;
  /** For how many more milliseconds no other process can be at work; 0 when one may be. */
  readonly validForMs: () => number;
}
