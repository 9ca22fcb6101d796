import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { AlarmTopic } from './alarm-topic';

/** The topic of the alarms. It depends on nothing, so that alarms work as soon as what they watch is deployed. */
export class AlertsStack extends PlatformStack {
  /** The topic. */
  readonly topic: ITopic;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'alerts', 'Where alarms go', props);
    this.topic = new AlarmTopic(this, 'AlarmTopic', props).topic;
    this.output('AlarmTopicArn', this.topic.topicArn, 'Topic of the alarms');
  }
}
