import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Panel, row } from './panel';

/**
 * A model: tokens in and out, which is what it costs, and how often Bedrock throttles.
 *
 * Source: Amazon Bedrock User Guide, "Amazon Bedrock runtime metrics".
 *
 * @param modelId - id of the model or inference profile
 */
export function modelPanel(modelId: string): Panel {
  const metric = (metricName: string, statistic: string = Stats.SUM) =>
    new Metric({
      namespace: 'AWS/Bedrock',
      metricName,
      statistic,
      dimensionsMap: { ModelId: modelId },
    });
  return {
    title: `Model ${modelId}`,
    rows: [
      row(
        ['Tokens', [metric('InputTokenCount'), metric('OutputTokenCount')]],
        ['Calls', [metric('Invocations')], [metric('InvocationThrottles')]],
        ['Latency in ms', [metric('InvocationLatency', Stats.percentile(95))]],
      ),
    ],
    watches: [],
  };
}
