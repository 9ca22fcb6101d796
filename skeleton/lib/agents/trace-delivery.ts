import { ArnFormat, Stack } from 'aws-cdk-lib';
import {
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';

/** What {@link TraceDelivery} is told. */
export interface TraceDeliveryProps {
  /** How the names of the runtimes begin whose traces are delivered. */
  readonly runtimeNamePrefix: string;
  /** The id of the platform. */
  readonly platformId: string;
}

/**
 * Lets the traces of all runtimes reach X-Ray by one policy. The runtimes would write one that names each of them, which is
 * longer than X-Ray takes once there are a dozen.
 */
export class TraceDelivery extends Construct {
  constructor(scope: Construct, id: string, props: TraceDeliveryProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const policy = new PolicyDocument({
      statements: [
        new PolicyStatement({
          principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
          actions: ['xray:PutTraceSegments'],
          // X-Ray has no resources to name; the conditions narrow it to the runtimes of this platform.
          resources: ['*'],
          conditions: {
            StringEquals: { 'aws:SourceAccount': stack.account },
            'ForAllValues:ArnLike': {
              'logs:LogGeneratingResourceArns': [
                stack.formatArn({
                  service: 'bedrock-agentcore',
                  resource: 'runtime',
                  resourceName: `${props.runtimeNamePrefix}*`,
                }),
              ],
            },
            ArnLike: {
              'aws:SourceArn': stack.formatArn({
                service: 'logs',
                resource: 'delivery-source',
                resourceName: '*',
                arnFormat: ArnFormat.COLON_RESOURCE_NAME,
              }),
            },
          },
        }),
      ],
    });
    new CfnResourcePolicy(this, 'Resource', {
      policyName: `${props.platformId}-traces`,
      policyDocument: stack.toJsonString(policy.toJSON()),
    });
  }
}
