import { ArnFormat, CustomResource, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PlatformVpc } from '../network/platform-vpc';
import { CustomTask } from '../shared/custom-task';
import { EncryptionKey } from '../shared/encryption-key';
import { logGroupPattern } from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';

/** Properties of the {@link TeardownStack}. */
export interface TeardownStackProps extends PlatformStackProps {
  /** The network that must be free before it can be deleted. */
  readonly network: PlatformVpc;
}

/**
 * Hours for which AgentCore keeps network interfaces after a runtime was deleted.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "Configure Amazon Bedrock AgentCore Runtime and tools for VPC".
 */
const LINGERING_HOURS = 8;

/** Minutes that one resource waits; CloudFormation gives a custom resource an hour. */
const MINUTES_EACH = 55;

/**
 * Lets a platform be deleted without a manual step. The network cannot be deleted while AgentCore keeps interfaces in it,
 * and a custom resource may wait for an hour at most: so there is a chain of them, each of which waits for its part of the
 * time when it is deleted, and not at all once the interfaces are gone. The stack is deleted after the agents and before
 * the network.
 */
export class TeardownStack extends PlatformStack {
  constructor(scope: Construct, props: TeardownStackProps) {
    super(scope, 'teardown', 'Wait for the network when it goes', props);
    const { network } = props;
    const task = this.makeTask();
    const links = Math.ceil((LINGERING_HOURS * 60) / MINUTES_EACH);
    let previous: CustomResource | undefined;
    for (let link = 1; link <= links; link++) {
      const resource = task.run(
        this,
        `InterfacesGone${link}`,
        'InterfacesGone',
        { VpcId: network.vpc.vpcId, MaxMinutes: String(MINUTES_EACH) },
        Duration.hours(1),
      );
      if (previous) {
        resource.node.addDependency(previous);
      }
      previous = resource;
    }
  }

  private makeTask(): CustomTask {
    const { definition } = this;
    const name = 'teardown';
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: name,
    });
    encryptionKey.allowLogs(logGroupPattern(definition, 'tasks'));
    return new CustomTask(this, 'Task', {
      definition,
      name,
      source: 'lib/teardown/interfaces-gone.task.js',
      encryptionKey,
      timeout: Duration.minutes(15),
      permissions: [
        new PolicyStatement({
          sid: 'SeeInterfaces',
          // Listing supports no resource-level permissions.
          actions: ['ec2:DescribeNetworkInterfaces'],
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'GoOnWaiting',
          actions: ['lambda:InvokeFunction'],
          resources: [
            this.formatArn({
              service: 'lambda',
              resource: 'function',
              resourceName: `${this.platformId}-${name}`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ],
        }),
      ],
    });
  }
}
