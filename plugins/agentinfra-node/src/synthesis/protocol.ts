/** What the portal asks of the child process that synthesizes. */
export interface SynthesisRequest {
  /** The folder of the rendered repository. */
  readonly repository: string;
  /** The folder that the assembly is written to. */
  readonly assembly: string;
  /** The file that the plan is written to, as JSON. */
  readonly plan: string;
}

/** What the child process answers; whatever else arrives is not ours. */
export type SynthesisReply =
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string };
