import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { Definition, platformId } from '../definition';
import { EncryptionKey } from '../shared/encryption-key';

/** Properties of an {@link AlarmTopic}. */
export interface AlarmTopicProps {
  /** The definition of the platform, which says who receives the alarms. */
  readonly definition: Definition;
}

/** The service that publishes alarms. */
const CLOUDWATCH = 'cloudwatch.amazonaws.com';

/** The topic of the alarms: encrypted, with a subscription that mails them. */
export class AlarmTopic extends Construct {
  /** The topic. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, { definition }: AlarmTopicProps) {
    super(scope, id);
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'alerts',
    });
    const ofAlarms = this.ofAlarms(definition);
    encryptionKey.allowService(CLOUDWATCH, 'Alarms', ofAlarms);
    const topic = new Topic(this, 'Resource', {
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    // This policy takes the place of the default one, which lets the whole account publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal(CLOUDWATCH)],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: ofAlarms,
      }),
    );
    topic.addSubscription(
      new EmailSubscription(definition.observability.alarmEmail),
    );
    this.topic = topic;
  }

  /** Conditions that the alarms of the platform meet, and nothing else in CloudWatch. */
  private ofAlarms(definition: Definition) {
    const stack = Stack.of(this);
    return {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: {
        'aws:SourceArn': stack.formatArn({
          service: 'cloudwatch',
          resource: 'alarm',
          resourceName: `${platformId(definition)}-*`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      },
    };
  }
}
