import { Duration, Stack } from 'aws-cdk-lib';
import {
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { acknowledgeWildcards } from '../shared/acknowledge';
import { CustomTask } from '../shared/custom-task';
import { EncryptionKey } from '../shared/encryption-key';
import { logGroupArn } from '../shared/log-group-arn';

/** Properties of {@link TransactionSearch}. */
export interface TransactionSearchProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The key that encrypts the log; it must allow log groups of the concern `tasks`. */
  readonly encryptionKey: EncryptionKey;
}

/** The log groups in which X-Ray keeps spans. */
const SPAN_LOGS = ['aws/spans', '/aws/application-signals/data'];

/** The service whose role and channel come with Transaction Search. */
const APPLICATION_SIGNALS = 'application-signals.cloudwatch.amazonaws.com';

/**
 * CloudWatch Transaction Search, turned on for the account and region unless it is on: AgentCore delivers traces to X-Ray
 * only if X-Ray keeps them in CloudWatch Logs. CloudFormation's own resource for it can be in only one stack of an account,
 * and turns it off for everybody when that stack is deleted; so a task turns it on, and leaves it on.
 *
 * Source: Amazon CloudWatch User Guide, "Enable Transaction Search".
 */
export class TransactionSearch extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { definition, encryptionKey }: TransactionSearchProps,
  ) {
    super(scope, id);
    const timeout = Duration.minutes(14);
    const task = new CustomTask(this, 'Task', {
      definition,
      name: 'transaction-search',
      source: 'lib/agents/transaction-search.task.js',
      encryptionKey,
      timeout,
      permissions: this.permissions(),
    });
    acknowledgeWildcards(task, {
      ':channel/': 'CloudTrail gives the channel its name.',
    });
    task.run(
      this,
      'Resource',
      'TransactionSearch',
      {
        PolicyName: 'transaction-search-spans',
        Policy: JSON.stringify(this.spanPolicy().toJSON()),
      },
      timeout.plus(Duration.minutes(1)),
    );
  }

  private permissions(): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: 'TurnOn',
        // None of these actions supports resource-level permissions.
        actions: [
          'application-signals:StartDiscovery',
          'logs:DescribeResourcePolicies',
          'logs:PutResourcePolicy',
          'xray:GetTraceSegmentDestination',
          'xray:UpdateTraceSegmentDestination',
        ],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'MakeLogsOfSpans',
        actions: [
          'logs:CreateLogGroup',
          'logs:CreateLogStream',
          'logs:PutRetentionPolicy',
        ],
        resources: this.spanLogs(),
      }),
      new PolicyStatement({
        sid: 'MakeRole',
        actions: ['iam:CreateServiceLinkedRole', 'iam:GetRole'],
        resources: [
          Stack.of(this).formatArn({
            service: 'iam',
            region: '',
            resource: 'role',
            resourceName: `aws-service-role/${APPLICATION_SIGNALS}/AWSServiceRoleForCloudWatchApplicationSignals`,
          }),
        ],
      }),
      new PolicyStatement({
        sid: 'MakeChannel',
        actions: ['cloudtrail:CreateServiceLinkedChannel'],
        resources: [
          Stack.of(this).formatArn({
            service: 'cloudtrail',
            resource: 'channel',
            resourceName: 'aws-service-channel/application-signals/*',
          }),
        ],
      }),
    ];
  }

  /** Lets X-Ray write spans to CloudWatch Logs. */
  private spanPolicy(): PolicyDocument {
    const stack = Stack.of(this);
    return new PolicyDocument({
      statements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('xray.amazonaws.com')],
          actions: ['logs:PutLogEvents'],
          resources: this.spanLogs(),
          conditions: {
            StringEquals: { 'aws:SourceAccount': stack.account },
            ArnLike: {
              'aws:SourceArn': stack.formatArn({
                service: 'xray',
                resource: '*',
              }),
            },
          },
        }),
      ],
    });
  }

  private spanLogs(): string[] {
    return SPAN_LOGS.map(logGroup =>
      logGroupArn(Stack.of(this), `${logGroup}:*`),
    );
  }
}
