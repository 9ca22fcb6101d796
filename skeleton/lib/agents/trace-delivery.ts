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

/** Properties of {@link TraceDelivery}. */
export interface TraceDeliveryProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** Prefix of the names of the runtimes whose traces are delivered. */
  readonly runtimeNamePrefix: string;
  /** The key that encrypts logs; it must allow log groups of the concern `tasks`. */
  readonly encryptionKey: EncryptionKey;
}

/**
 * Lets the traces of all runtimes reach X-Ray through a single policy. The policy that the runtimes create by themselves
 * names each of them, and is longer than X-Ray accepts once there are a dozen.
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
   * Makes the trace delivery of a runtime wait for the policy and for Transaction Search.
   *
   * @param runtime - a runtime with tracing enabled
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
          // Traces have no ARNs; the conditions narrow the permission to the runtimes of this platform.
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
