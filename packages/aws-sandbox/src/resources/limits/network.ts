import { addressRange } from '../../cidr';
import { asList, asText } from '../../json';
import type { Place } from '../../state/place';
import type { ResourceRecord } from '../../state/records';
import { refusal } from '../refusal';

/** Rules of a security group in one direction. Source: Amazon VPC User Guide, "Amazon VPC quotas" (a default, which can be raised). */
const RULES_PER_GROUP = 60;

/** Why EC2 refuses a security group because of its inline rules. */
export function groupProblem({
  properties,
}: ResourceRecord): string | undefined {
  return ['SecurityGroupIngress', 'SecurityGroupEgress'].some(
    rules => asList(properties[rules]).length > RULES_PER_GROUP,
  )
    ? tooManyRules()
    : undefined;
}

/** Why EC2 refuses one more rule of a security group. */
export function groupRuleProblem(
  resource: ResourceRecord,
  place: Place,
): string | undefined {
  const { type, properties } = resource;
  const inGroup = place
    .resources('AWS::EC2::SecurityGroup')
    .filter(one => one.resource.physicalId === properties.GroupId)
    .flatMap(one =>
      asList(one.resource.properties[type.split('::')[2]]),
    ).length;
  const beside = place
    .resources(type)
    .filter(
      one =>
        one.resource.physicalId !== resource.physicalId &&
        one.resource.properties.GroupId === properties.GroupId,
    ).length;
  return inGroup + beside + 1 > RULES_PER_GROUP ? tooManyRules() : undefined;
}

/** Why EC2 refuses the addresses of a subnet: they are not in its VPC, or another subnet has them. */
export function subnetProblem(
  { physicalId, properties }: ResourceRecord,
  place: Place,
): string | undefined {
  const block = asText(properties.CidrBlock) ?? '';
  const range = addressRange(block);
  if (!range) {
    return undefined;
  }
  const inSameVpc = (type: string) =>
    place
      .resources(type)
      .map(({ resource }) => resource)
      .filter(
        resource =>
          resource.physicalId !== physicalId &&
          [resource.physicalId, resource.properties.VpcId].includes(
            properties.VpcId as string,
          ),
      )
      .flatMap(
        resource =>
          addressRange(asText(resource.properties.CidrBlock) ?? '') ?? [],
      );
  const vpc = [
    ...inSameVpc('AWS::EC2::VPC'),
    ...inSameVpc('AWS::EC2::VPCCidrBlock'),
  ];
  if (
    vpc.length > 0 &&
    !vpc.some(one => one.start <= range.start && range.end <= one.end)
  ) {
    return refusal(`The CIDR '${block}' is invalid.`, 'InvalidRequest');
  }
  return inSameVpc('AWS::EC2::Subnet').some(
    one => one.start < range.end && range.start < one.end,
  )
    ? refusal(
        `The CIDR '${block}' conflicts with another subnet`,
        'AlreadyExists',
      )
    : undefined;
}

function tooManyRules(): string {
  return refusal(
    'The maximum number of rules per security group has been reached.',
    'ServiceLimitExceeded',
  );
}
