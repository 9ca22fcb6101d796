import {
  ISecurityGroup,
  ISubnet,
  CfnVPCEndpoint,
  IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** What {@link InterfaceEndpoints} are told. */
export interface InterfaceEndpointsProps {
  /** The AWS region. */
  readonly region: string;
  /** The network. */
  readonly vpc: IVpc;
  /** One subnet in each zone, where the endpoints get their addresses. */
  readonly subnets: readonly ISubnet[];
  /** Who may reach the endpoints. */
  readonly securityGroup: ISecurityGroup;
}

/**
 * The AWS services that services and agents call without leaving the network.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "Configure Amazon Bedrock AgentCore Runtime and tools for VPC"
 * (ECR, CloudWatch Logs, X-Ray, Bedrock, AgentCore); the others are what the platform itself uses.
 */
export const ENDPOINT_SERVICES = [
  'bedrock-runtime',
  'bedrock-agent-runtime',
  'bedrock-agentcore',
  'bedrock-agentcore.gateway',
  'secretsmanager',
  'ssm',
  'ecr.api',
  'ecr.dkr',
  'logs',
  'monitoring',
  'sts',
  'xray',
] as const;

/** Interface endpoints of {@link ENDPOINT_SERVICES}, in every zone, with the services' own names. */
export class InterfaceEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    ENDPOINT_SERVICES.forEach(service => {
      new CfnVPCEndpoint(this, service, {
        vpcId: props.vpc.vpcId,
        vpcEndpointType: 'Interface',
        serviceName: `com.amazonaws.${props.region}.${service}`,
        subnetIds: props.subnets.map(({ subnetId }) => subnetId),
        securityGroupIds: [props.securityGroup.securityGroupId],
        privateDnsEnabled: true,
      });
    });
  }
}
