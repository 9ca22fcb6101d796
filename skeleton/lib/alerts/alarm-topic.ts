import { Stack } from 'aws-cdk-lib';
import { ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { EncryptionKey } from '../shared/encryption-key';

/** What an {@link AlarmTopic} is told. */
export interface AlarmTopicProps {
  /** The definition of the platform: whom alarms reach. */
  readonly definition: Definition;
}

/** Where alarms go: an encrypted topic that mails them. */
export class AlarmTopic extends Construct {
  /** The topic. */
  readonly topic: ITopic;

  constructor(scope: Construct, id: string, { definition }: AlarmTopicProps) {
    super(scope, id);
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'alerts',
    });
    encryptionKey.allowService('cloudwatch.amazonaws.com', 'Alarms', {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
    });
    const topic = new Topic(this, 'Resource', {
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    topic.addSubscription(
      new EmailSubscription(definition.observability.alarmEmail),
    );
    this.topic = topic;
  }
}
