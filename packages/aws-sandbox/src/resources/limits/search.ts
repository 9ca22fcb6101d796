import { asObject } from '../../json';
import type { ResourceRecord } from '../../state/records';
import { refusal } from '../refusal';

/** The default number of zones of a domain with zone awareness. Source: CloudFormation, `ZoneAwarenessConfig`. */
const DEFAULT_ZONES = 2;

/** Why OpenSearch Service refuses the nodes of a domain: two zones need an even number of them. */
export function domainProblem({
  properties,
}: ResourceRecord): string | undefined {
  const cluster = asObject(properties.ClusterConfig);
  const { AvailabilityZoneCount = DEFAULT_ZONES } = asObject(
    cluster.ZoneAwarenessConfig,
  );
  return String(cluster.ZoneAwarenessEnabled) === 'true' &&
    Number(AvailabilityZoneCount) === 2 &&
    Number(cluster.InstanceCount ?? 1) % 2 === 1
    ? refusal(
        'You must choose an even number of data nodes for a two Availability Zone deployment',
        'InvalidRequest',
      )
    : undefined;
}
