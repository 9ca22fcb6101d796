import { RESOURCE_DURATIONS } from './table';

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

/** What is assumed for types that are not in the table: most resources are one quick call and a check that it took effect. */
export const DEFAULT_DURATION: ResourceDuration = {
  create: 4,
  update: 4,
  delete: 3,
  source:
    'estimate: most types are configuration that is in effect after one call and one or two checks by CloudFormation',
};

/** How long AWS takes for a resource type. */
export function resourceDuration(type: string): ResourceDuration {
  return RESOURCE_DURATIONS[type] ?? DEFAULT_DURATION;
}
