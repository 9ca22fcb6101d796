/** What can be done with a resource. */
export type ResourceAction = 'create' | 'update' | 'delete';

/** How long AWS takes for a resource type, in seconds, and where the figures come from. */
export interface ResourceDuration {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  /** The title of a public document or log; `estimate` and why where there is none. */
  readonly source: string;
}
