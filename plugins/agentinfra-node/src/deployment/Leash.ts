/** The right of this process to be the only one that works on a platform, for a limited time. */
export interface Leash {
  /** Aborted as soon as another process may work on the platform. */
  readonly signal: AbortSignal;
  /** For how many more milliseconds no other process can work on the platform; 0 when one may. */
  readonly validForMs: () => number;
}
