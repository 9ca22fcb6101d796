import type { Place } from '../state/place';
import type { ResourceRecord } from '../state/records';
import { refusal } from './refusal';

/** Types whose resources have network interfaces in the subnets and with the security groups that they refer to. */
const HOLDERS: ReadonlySet<string> = new Set([
  'AWS::BedrockAgentCore::Runtime',
  'AWS::EC2::Instance',
  'AWS::EC2::NatGateway',
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::VPCEndpoint',
  'AWS::ECS::Service',
  'AWS::EFS::MountTarget',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::Lambda::Function',
  'AWS::OpenSearchServerless::VpcEndpoint',
  'AWS::OpenSearchService::Domain',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBProxy',
  // Its subnets contain the interfaces of database instances.
  'AWS::RDS::DBSubnetGroup',
]);

/**
 * Whether a subnet or a security group is in use by network interfaces of any resource, including those that outlived their stack.
 *
 * @returns EC2's reason why it cannot be deleted; `undefined` when it can
 */
export function holdProblem(
  place: Place,
  { type, physicalId }: ResourceRecord,
): string | undefined {
  const holder = place
    .resources()
    .find(
      ({ resource }) =>
        HOLDERS.has(resource.type) &&
        JSON.stringify(resource.properties).includes(`"${physicalId}"`),
    );
  if (!holder) {
    return undefined;
  }
  const problem =
    type === 'AWS::EC2::Subnet'
      ? `The subnet '${physicalId}' has dependencies and cannot be deleted.`
      : `resource ${physicalId} has a dependent object`;
  return refusal(
    `${problem} (Service: Ec2, Status Code: 400; held by ${holder.resource.physicalId})`,
    'InvalidRequest',
  );
}
