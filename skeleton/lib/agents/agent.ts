import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import {
  AgentCoreRuntime,
  AgentRuntimeArtifact,
  Memory,
  MemoryStrategy,
  ProtocolType,
  Runtime,
  RuntimeAuthorizerConfiguration,
  RuntimeNetworkConfiguration,
} from 'aws-cdk-lib/aws-bedrockagentcore';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import {
  Effect,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup } from 'constructs';
import { UserDirectory } from '../auth/user-directory';
import { AgentDefinition, Definition, platformId } from '../definition';
import { KNOWLEDGE_BASE_PARAMETER } from '../knowledge/knowledge-base';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { acknowledgeWildcards } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';
import { fitIdentifier } from '../shared/names';
import { PlatformLogGroup } from '../shared/platform-log-group';
import { parameterName } from '../shared/platform-stack';
import { plainText } from '../shared/text';
import { AgentBundle } from './agent-bundles';
import { AgentCode, AGENT_ENTRYPOINT } from './agent-code';
import { AgentGuardrail } from './guardrail';
import { ImageBuilder } from './image-builder';
import { modelAccess } from './model-access';

/** What an {@link Agent} is told. */
export interface AgentProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The agent's own part of it. */
  readonly agent: AgentDefinition;
  /** The agent's code. */
  readonly bundle: AgentBundle;
  /** The network; the runtime stands in its agents tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts logs and memory. */
  readonly encryptionKey: EncryptionKey;
  /** What the agent may take in and give out. */
  readonly guardrail: AgentGuardrail;
  /**
   * Whose tokens callers must show.
   *
   * @default - callers sign with IAM
   */
  readonly users?: UserDirectory;
  /**
   * How the agent becomes an image, if it is delivered as one.
   *
   * @default - the agent is delivered as code
   */
  readonly image?: {
    /** Builds it. */
    readonly builder: ImageBuilder;
    /** Takes it. */
    readonly repository: IRepository;
  };
}

/** Days for which AgentCore Memory keeps the events of a session. */
const MEMORY_DAYS = 90;

/** Characters that names in AgentCore may have. */
const NAME_LENGTH = 48;

/**
 * An agent: an AgentCore runtime in the agents tier with a role of its own that may do nothing but write its log, call its
 * model through the guardrail, and use its memory.
 */
export class Agent extends Construct {
  /** The runtime. */
  readonly runtime: Runtime;
  /** The role that the agent's code has. */
  readonly role: Role;
  /** The agent's log. */
  readonly logGroup: PlatformLogGroup;
  /** What the agent remembers of its sessions, if it does. */
  readonly memory?: Memory;

  private readonly runtimeName: string;
  /** What must be there before the runtime can start. */
  private readonly artifactReady = new DependencyGroup();

  constructor(scope: Construct, id: string, props: AgentProps) {
    super(scope, id);
    const { definition, agent, network, securityGroups, encryptionKey } = props;
    const profile = environmentProfile(definition);
    this.runtimeName = fitIdentifier(
      `${platformId(definition)}-${agent.name}`,
      NAME_LENGTH,
    );
    this.role = this.makeRole(agent, props.guardrail);
    this.memory = agent.memory ? this.makeMemory(encryptionKey) : undefined;

    this.runtime = new Runtime(this, 'Runtime', {
      runtimeName: this.runtimeName,
      description: plainText(agent.description, 200) || `Agent ${agent.name}`,
      agentRuntimeArtifact: this.artifact(props),
      // Without updates by the construct: it would add permissions wider than what the role has.
      executionRole: this.role.withoutPolicyUpdates(),
      protocolConfiguration: ProtocolType.of(agent.protocol),
      networkConfiguration: RuntimeNetworkConfiguration.usingVpc(this, {
        vpc: network.vpc,
        vpcSubnets: { subnets: network.tier('agents') },
        securityGroups: [securityGroups.of('agents')],
      }),
      authorizerConfiguration: props.users
        ? RuntimeAuthorizerConfiguration.usingCognito(props.users.userPool, [
            props.users.client,
          ])
        : RuntimeAuthorizerConfiguration.usingIAM(),
      lifecycleConfiguration: {
        idleRuntimeSessionTimeout: profile.idleSession,
        maxLifetime: profile.maxSession,
      },
      environmentVariables: this.environment(props),
      tracingEnabled: true,
      // All runtimes share one policy for the delivery of traces.
      manageDeliveryResourcePolicy: false,
    });
    this.runtime.node.addDependency(this.role, this.artifactReady);
    this.logGroup = new PlatformLogGroup(this, 'Log', {
      definition,
      encryptionKey,
      logGroupName: `${LOG_GROUP_PREFIX}${this.runtime.agentRuntimeId}-DEFAULT`,
    });
  }

  private makeRole(agent: AgentDefinition, guardrail: AgentGuardrail): Role {
    const stack = Stack.of(this);
    const agentCoreArn = (resource: string, resourceName: string) =>
      stack.formatArn({ service: 'bedrock-agentcore', resource, resourceName });
    const role = new Role(this, 'Role', {
      description: `What the code of the agent ${agent.name} may do`,
      assumedBy: new ServicePrincipal('bedrock-agentcore.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': agentCoreArn('runtime', `${this.runtimeName}-*`),
          },
        },
      }),
    });
    const logGroupArn = stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `${LOG_GROUP_PREFIX}${this.runtimeName}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const statements = [
      new PolicyStatement({
        sid: 'WriteOwnLog',
        actions: [
          'logs:DescribeLogStreams',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
        ],
        resources: [logGroupArn, `${logGroupArn}:log-stream:*`],
      }),
      new PolicyStatement({
        sid: 'SendTraces',
        // X-Ray has no resources to name.
        actions: [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
        ],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'PutOwnMetrics',
        // CloudWatch has no resources to name; the namespace narrows it.
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' },
        },
      }),
      new PolicyStatement({
        sid: 'GetOwnIdentity',
        actions: [
          'bedrock-agentcore:GetWorkloadAccessToken',
          'bedrock-agentcore:GetWorkloadAccessTokenForJWT',
          'bedrock-agentcore:GetWorkloadAccessTokenForUserId',
        ],
        resources: [
          agentCoreArn('workload-identity-directory', 'default'),
          agentCoreArn(
            'workload-identity-directory',
            `default/workload-identity/${this.runtimeName}-*`,
          ),
        ],
      }),
      new PolicyStatement({
        sid: 'UseGuardrail',
        actions: ['bedrock:ApplyGuardrail'],
        resources: [guardrail.guardrailArn],
      }),
      new PolicyStatement({
        sid: 'ReadPlatformParameters',
        effect: Effect.ALLOW,
        actions: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
        resources: [
          stack.formatArn({
            service: 'ssm',
            resource: 'parameter',
            resourceName: `${stack.stackName.replace(/-agents$/, '')}/*`,
          }),
        ],
      }),
      ...modelAccess(stack, agent.modelId),
    ];
    statements.forEach(statement => role.addToPolicy(statement));
    acknowledgeWildcards(role, {
      ':log-group:': 'AgentCore adds a random end to the name of the log.',
      '/workload-identity/':
        'AgentCore adds a random end to the name of the identity.',
      ':parameter/': 'All parameters are those of this platform.',
      ':foundation-model/':
        'An inference profile chooses the region of its model.',
      'Resource::*': 'X-Ray and PutMetricData have no resources to name.',
    });
    return role;
  }

  private makeMemory(encryptionKey: EncryptionKey): Memory {
    const memory = new Memory(this, 'Memory', {
      memoryName: this.runtimeName,
      description: 'What an agent remembers of its sessions',
      expirationDuration: Duration.days(MEMORY_DAYS),
      kmsKey: encryptionKey,
      memoryStrategies: [
        MemoryStrategy.usingBuiltInSummarization(),
        MemoryStrategy.usingBuiltInSemantic(),
      ],
    });
    acknowledgeWildcards(memory, {
      'Action::kms:ReEncrypt*': 'The CDK grants both actions of that name.',
    });
    memory.grantWrite(this.role);
    memory.grantRead(this.role);
    encryptionKey.grantEncryptDecrypt(this.role);
    return memory;
  }

  private artifact({ bundle, image }: AgentProps): AgentRuntimeArtifact {
    if (image) {
      const { repository, builder } = image;
      const code = new AgentCode(this, 'Code', bundle, bundle.dockerfile);
      repository.grantPull(this.role);
      this.artifactReady.add(
        builder.build(this, code, repository, bundle.hash),
      );
      return AgentRuntimeArtifact.fromEcrRepository(repository, bundle.hash);
    }
    const code = new AgentCode(this, 'Code', bundle);
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'ReadOwnCode',
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [code.bucket.arnForObjects(code.s3ObjectKey)],
      }),
    );
    return AgentRuntimeArtifact.fromS3(
      { bucketName: code.s3BucketName, objectKey: code.s3ObjectKey },
      AgentCoreRuntime.NODE_22,
      [AGENT_ENTRYPOINT],
    );
  }

  private environment(props: AgentProps): Record<string, string> {
    const { definition, agent, guardrail } = props;
    return {
      AGENT_NAME: agent.name,
      AGENT_DESCRIPTION: plainText(agent.description, 200),
      MODEL_ID: agent.modelId,
      GUARDRAIL_ID: guardrail.guardrailId,
      GUARDRAIL_VERSION: guardrail.version,
      PLATFORM_PARAMETERS: `/${platformId(definition)}`,
      ...(this.memory && { MEMORY_ID: this.memory.memoryId }),
      // The id comes from a parameter, so that agents need not wait for the knowledge base.
      ...(definition.knowledgeBase.enabled && {
        KNOWLEDGE_BASE_PARAMETER: parameterName(
          definition,
          KNOWLEDGE_BASE_PARAMETER,
        ),
      }),
    };
  }
}

/**
 * How the names of the log groups of runtimes begin.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "Add observability to your Amazon Bedrock AgentCore resources".
 */
export const LOG_GROUP_PREFIX = '/aws/bedrock-agentcore/runtimes/';
