import type { ResourceDuration } from './ResourceDuration';
import { RESOURCE_DURATIONS } from './table';

/** The duration of types that are not in the table: most of them are one quick call and a check that it took effect. */
export const DEFAULT_DURATION: ResourceDuration = {
  create: 4,
  update: 4,
  delete: 3,
  source:
    'estimate: most types are configuration that is in effect after one call and one or two checks by CloudFormation',
};

/** A gateway endpoint consists of entries in route tables; the table has the interface endpoint, which has network interfaces. */
const GATEWAY_ENDPOINT: ResourceDuration = {
  create: 8,
  update: 8,
  delete: 6,
  source: 'estimate: entries in route tables, no network interfaces',
};

/**
 * How long AWS takes for a resource.
 *
 * @param type - the CloudFormation resource type
 * @param properties - its properties if they are known, with functions resolved or not: for some types, the duration depends on them
 */
export function resourceDuration(
  type: string,
  properties?: Readonly<Record<string, unknown>>,
): ResourceDuration {
  const isGateway =
    type === 'AWS::EC2::VPCEndpoint' &&
    properties !== undefined &&
    (properties.VpcEndpointType ?? 'Gateway') === 'Gateway';
  return isGateway
    ? GATEWAY_ENDPOINT
    : RESOURCE_DURATIONS[type] ?? DEFAULT_DURATION;
}
