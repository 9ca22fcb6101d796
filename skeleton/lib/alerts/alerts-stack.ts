import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { AlarmTopic } from './alarm-topic';

/** Where alarms go. It waits for nothing, so that alarms can ring the moment what they watch stands. */
export class AlertsStack extends PlatformStack {
  /** The topic. */
  readonly topic: ITopic;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'alerts', 'Where alarms go', props);
    this.topic = new AlarmTopic(this, 'AlarmTopic', props).topic;
    this.output('AlarmTopicArn', this.topic.topicArn, 'Topic of the alarms');
  }
}
