import {
  ISecurityGroup,
  ISubnet,
  CfnVPCEndpoint,
  IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { RegionName } from '../definition';
import { EndpointPolicies, endpointServices } from './endpoint-policies';

/** Properties of {@link InterfaceEndpoints}. */
export interface InterfaceEndpointsProps {
  /** The AWS region. */
  readonly region: RegionName;
  /** What the endpoints let through. */
  readonly policies: EndpointPolicies;
  /** The network. */
  readonly vpc: IVpc;
  /** One subnet in each zone, where the endpoints get their addresses. */
  readonly subnets: readonly ISubnet[];
  /** Who may reach the endpoints. */
  readonly securityGroup: ISecurityGroup;
}

/** Interface endpoints of {@link endpointServices}, in every zone, with the services' own names. */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    endpointServices(props.region).forEach(service => {
      new CfnVPCEndpoint(this, service, {
        vpcId: props.vpc.vpcId,
        vpcEndpointType: 'Interface',
        serviceName: `com.amazonaws.${props.region}.${service}`,
        subnetIds: props.subnets.map(({ subnetId }) => subnetId),
        securityGroupIds: [props.securityGroup.securityGroupId],
        privateDnsEnabled: true,
        policyDocument: props.policies.of(service),
      });
    });
  }
}
