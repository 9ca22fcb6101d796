/** What can be done with a resource. */
export type ResourceAction = 'create' | 'update' | 'delete';

/** How long AWS takes for each action on a resource of a type, in seconds, and where the figures come from. */
export interface ResourceDuration
  extends Readonly<Record<ResourceAction, number>> {
  /** The title of a public document or log; `estimate` with its reason if there is none. */
  readonly source: string;
}
