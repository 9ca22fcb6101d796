import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Definition, platformId } from '../definition';

/** Permission to send traces to X-Ray; traces have no ARNs. */
export function sendTraces(): PolicyStatement {
  return new PolicyStatement({
    sid: 'SendTraces',
    actions: [
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
    ],
    resources: ['*'],
  });
}

/**
 * Permission to read the parameters of a platform.
 *
 * @param stack - the stack of the reader
 * @param definition - the definition of the platform
 */
export function readParameters(
  stack: Stack,
  definition: Definition,
): PolicyStatement {
  return new PolicyStatement({
    sid: 'ReadPlatformParameters',
    actions: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
    resources: [
      stack.formatArn({
        service: 'ssm',
        resource: 'parameter',
        resourceName: `${platformId(definition)}/*`,
      }),
    ],
  });
}
