import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-bedrockagentcore';
import {
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnDelivery } from 'aws-cdk-lib/aws-logs';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';
import { Definition, platformId } from '../definition';
import { EncryptionKey } from '../shared/encryption-key';
import { TransactionSearch } from './transaction-search';

/** What {@link TraceDelivery} is told. */
export interface TraceDeliveryProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** How the names of the runtimes begin whose traces are delivered. */
  readonly runtimeNamePrefix: string;
  /** The key that encrypts logs; it must allow log groups of the concern `tasks`. */
  readonly encryptionKey: EncryptionKey;
}

/**
 * Lets the traces of all runtimes reach X-Ray, by one policy. The runtimes would write one that names each of them, which is
 * longer than X-Ray takes once there are a dozen.
 */
export class TraceDelivery extends Construct {
  private readonly policy: CfnResourcePolicy;
  private readonly transactionSearch: TransactionSearch;

  constructor(scope: Construct, id: string, props: TraceDeliveryProps) {
    super(scope, id);
    this.policy = this.makePolicy(props);
    this.transactionSearch = new TransactionSearch(
      this,
      'TransactionSearch',
      props,
    );
  }

  /**
   * Lets the traces of a runtime be delivered once they may be.
   *
   * @param runtime - one with tracing
   */
  deliver(runtime: Runtime): void {
    runtime.node.addDependency(this.policy);
    runtime.node
      .findAll()
      .filter(child => child instanceof CfnDelivery)
      .forEach(delivery => delivery.node.addDependency(this.transactionSearch));
  }

  private makePolicy(props: TraceDeliveryProps): CfnResourcePolicy {
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
    return new CfnResourcePolicy(this, 'Resource', {
      policyName: `${platformId(props.definition)}-traces`,
      policyDocument: stack.toJsonString(policy.toJSON()),
    });
  }
}
