import { CfnVPCEndpoint, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { EndpointPolicies } from './endpoint-policies';

/** Properties of a {@link GatewayEndpoint}. */
export interface GatewayEndpointProps {
  /** The AWS region. */
  readonly region: string;
  /** What the endpoint lets through. */
  readonly policies: EndpointPolicies;
  /** The network. */
  readonly vpc: IVpc;
  /** The route tables of the private tiers. */
  readonly routeTableIds: readonly string[];
}

/** The gateway endpoint of S3: it costs nothing, and keeps images and the code of agents off the NAT gateways. */
export class GatewayEndpoint extends Construct {
  constructor(scope: Construct, id: string, props: GatewayEndpointProps) {
    super(scope, id);
    new CfnVPCEndpoint(this, 'Resource', {
      vpcId: props.vpc.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${props.region}.s3`,
      routeTableIds: [...props.routeTableIds],
      policyDocument: props.policies.ofS3(),
    });
  }
}
