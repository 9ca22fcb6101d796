import { SynthesisPlan } from './plan';

/** What the portal asks of the child process that synthesizes. */
export interface SynthesisRequest {
  /** The folder of the rendered repository. */
  readonly repository: string;
  /** The folder that the assembly is written to. */
  readonly assembly: string;
}

/** What the child process answers. */
export type SynthesisReply =
  | { readonly ok: true; readonly plan: SynthesisPlan }
  | { readonly ok: false; readonly message: string };

/** What the child process sends; whatever else arrives is not ours. */
export interface SynthesisMessage {
  readonly type: 'reply';
  readonly reply: SynthesisReply;
}
