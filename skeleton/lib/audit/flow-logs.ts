import { CfnFlowLog, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** Properties of {@link FlowLogs}. */
export interface FlowLogsProps {
  /** The network whose traffic is logged. */
  readonly vpc: IVpc;
  /** Where the log goes. */
  readonly logGroup: ILogGroup;
}

/** The log of all traffic of a VPC, accepted and rejected. */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, { vpc, logGroup }: FlowLogsProps) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com'),
      description: 'Writes the flow log of the VPC',
    });
    logGroup.grantWrite(role);
    new CfnFlowLog(this, 'Resource', {
      resourceId: vpc.vpcId,
      resourceType: 'VPC',
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logGroupName: logGroup.logGroupName,
      deliverLogsPermissionArn: role.roleArn,
      maxAggregationInterval: 60,
    }).node.addDependency(role);
  }
}
