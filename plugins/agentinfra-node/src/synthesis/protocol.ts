/** A message from the portal to the child process that synthesizes. */
export interface SynthesisRequest {
  /** The folder of the rendered repository. */
  readonly repository: string;
  /** The folder that the assembly is written to. */
  readonly assembly: string;
  /** The file that the plan is written to, as JSON. */
  readonly plan: string;
}

/** The answer of the child process. */
export type SynthesisReply =
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly message: string };
