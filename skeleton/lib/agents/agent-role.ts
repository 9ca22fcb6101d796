import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AgentDefinition, Definition } from '../definition';
import { acknowledgeWildcards } from '../shared/acknowledge';
import { logGroupArn } from '../shared/log-group-arn';
import { readParameters, sendTraces } from '../shared/statements';
import { AgentGuardrail } from './guardrail';
import { modelAccess } from './model-access';
import { runtimeLogGroup } from './runtime-log';

/** Properties of an {@link AgentRole}. */
export interface AgentRoleProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The agent's own part of it. */
  readonly agent: AgentDefinition;
  /** The name of the agent's runtime, to which AgentCore adds a random end. */
  readonly runtimeName: string;
  /** The guardrail of the agent's model calls. */
  readonly guardrail: AgentGuardrail;
}

/**
 * The execution role of an agent: it may write its own log, send traces and metrics, get its own identity, read the
 * parameters of the platform, and call its model through the guardrail.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "IAM Permissions for AgentCore Runtime", for what AgentCore itself
 * needs.
 */
export class AgentRole extends Role {
  constructor(scope: Construct, id: string, props: AgentRoleProps) {
    const { definition, agent, runtimeName, guardrail } = props;
    const stack = Stack.of(scope);
    super(scope, id, {
      description: `What the code of the agent ${agent.name} may do`,
      assumedBy: new ServicePrincipal('bedrock-agentcore.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          // While a runtime is being created, AgentCore checks the role with a source ARN that is not documented.
          ArnLike: { 'aws:SourceArn': agentCoreArn(stack, '*') },
        },
      }),
    });
    [
      writeLog(stack, runtimeName),
      sendTraces(),
      putMetrics(),
      getIdentity(stack, runtimeName),
      readParameters(stack, definition),
      ...modelAccess(stack, agent.modelId),
    ].forEach(statement => this.addToPolicy(statement));
    guardrail.grantApply(this);
    acknowledgeWildcards(this, {
      ':log-group:': 'AgentCore adds a random end to the name of the log.',
      '/workload-identity/':
        'AgentCore adds a random end to the name of the identity.',
      ':parameter/': 'All parameters are those of this platform.',
      ':foundation-model/':
        'An inference profile chooses the region of its model.',
      'Resource::*': 'X-Ray and PutMetricData have no resources to name.',
    });
  }
}

function writeLog(stack: Stack, runtimeName: string): PolicyStatement {
  const logGroup = logGroupArn(stack, runtimeLogGroup(`${runtimeName}-*`));
  return new PolicyStatement({
    sid: 'WriteOwnLog',
    actions: [
      'logs:DescribeLogStreams',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ],
    resources: [logGroup, `${logGroup}:log-stream:*`],
  });
}

/** CloudWatch metrics have no ARNs; the namespace narrows the permission. */
function putMetrics(): PolicyStatement {
  return new PolicyStatement({
    sid: 'PutOwnMetrics',
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: {
      StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' },
    },
  });
}

function getIdentity(stack: Stack, runtimeName: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'GetOwnIdentity',
    actions: [
      'bedrock-agentcore:GetWorkloadAccessToken',
      'bedrock-agentcore:GetWorkloadAccessTokenForJWT',
      'bedrock-agentcore:GetWorkloadAccessTokenForUserId',
    ],
    resources: ['default', `default/workload-identity/${runtimeName}-*`].map(
      name => agentCoreArn(stack, 'workload-identity-directory', name),
    ),
  });
}

function agentCoreArn(
  stack: Stack,
  resource: string,
  resourceName?: string,
): string {
  return stack.formatArn({
    service: 'bedrock-agentcore',
    resource,
    resourceName,
  });
}
