import { asObject, asText } from '../../json';
import { arn } from '../arn';
import { seededUuid } from '../random';
import { generatedName, seedText } from '../seed';
import { IdentityRules } from './rule';

/** Topics, queues, and budgets, which notify topics. */
export const MESSAGING: IdentityRules = {
  'AWS::SNS::Topic': seed => {
    const name = asText(seed.properties.TopicName) ?? generatedName(seed);
    const topicArn = arn(seed.place, 'sns', name);
    return {
      physicalId: topicArn,
      arn: topicArn,
      values: { TopicArn: topicArn, TopicName: name },
      chosen: 'TopicName' in seed.properties,
    };
  },
  'AWS::SNS::Subscription': seed => {
    const subscriptionArn = `${asText(seed.properties.TopicArn)}:${seededUuid(
      seedText(seed),
    )}`;
    return {
      physicalId: subscriptionArn,
      arn: subscriptionArn,
      values: { Arn: subscriptionArn },
      chosen: false,
    };
  },
  'AWS::SQS::Queue': seed => {
    const name = asText(seed.properties.QueueName) ?? generatedName(seed);
    const url = `https://sqs.${seed.place.region}.${seed.place.urlSuffix}/${seed.place.account}/${name}`;
    return {
      physicalId: url,
      arn: arn(seed.place, 'sqs', name),
      values: { QueueUrl: url, QueueName: name },
      chosen: 'QueueName' in seed.properties,
    };
  },
  'AWS::Budgets::Budget': seed => {
    const name =
      asText(asObject(seed.properties.Budget).BudgetName) ??
      generatedName(seed);
    return {
      physicalId: name,
      arn: arn(seed.place, 'budgets', `budget/${name}`, { region: false }),
      values: { Id: name },
      chosen: 'BudgetName' in asObject(seed.properties.Budget),
    };
  },
};
