import { Duration, Stack } from 'aws-cdk-lib';
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
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, DependencyGroup } from 'constructs';
import { UserDirectory } from '../auth/user-directory';
import { AgentDefinition, Definition, platformId } from '../definition';
import { ImageBuilder } from '../images/image-builder';
import { KNOWLEDGE_BASE_PARAMETER } from '../knowledge/knowledge-base';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { acknowledgeWildcards } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';
import { logGroupArn } from '../shared/log-group-arn';
import { fitIdentifier } from '../shared/names';
import { PlatformLogGroup } from '../shared/platform-log-group';
import { parameterName } from '../shared/platform-stack';
import { plainText } from '../shared/text';
import { AgentBundle } from './agent-bundles';
import { AgentCode, AGENT_ENTRYPOINT } from './agent-code';
import { AgentRole } from './agent-role';
import { AgentGuardrail } from './guardrail';
import { runtimeLogGroup } from './runtime-log';

/** Properties of an {@link Agent}. */
export interface AgentProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The agent's own part of it. */
  readonly agent: AgentDefinition;
  /** The agent's code. */
  readonly bundle: AgentBundle;
  /** The network; the runtime is placed in its agents tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts logs and memory. */
  readonly encryptionKey: EncryptionKey;
  /** The guardrail of the agent's model calls. */
  readonly guardrail: AgentGuardrail;
  /**
   * The users whose tokens callers must present.
   *
   * @default - callers sign with IAM
   */
  readonly users?: UserDirectory;
  /**
   * How the image of the agent is built, if it is delivered as one.
   *
   * @default - the agent is delivered as code
   */
  readonly image?: {
    /** Builds the image. */
    readonly builder: ImageBuilder;
    /** The repository that the image is pushed to. */
    readonly repository: IRepository;
  };
}

/** Days for which AgentCore Memory keeps the events of a session. */
const MEMORY_DAYS = 90;

/** Maximum length of a name in AgentCore. */
const NAME_LENGTH = 48;

/**
 * An agent: an AgentCore runtime in the agents tier with a role of its own that may do nothing but write its log, call its
 * model through the guardrail, and use its memory.
 */
export class Agent extends Construct {
  /** The runtime. */
  readonly runtime: Runtime;
  /** The execution role of the runtime. */
  readonly role: AgentRole;
  /** The agent's log. */
  readonly logGroup: PlatformLogGroup;
  /** The memory of the agent, if it has one. */
  readonly memory?: Memory;

  private readonly runtimeName: string;
  /** What must exist before the runtime is created. */
  private readonly artifactReady = new DependencyGroup();

  constructor(scope: Construct, id: string, props: AgentProps) {
    super(scope, id);
    const { definition, agent, network, securityGroups, encryptionKey } = props;
    const profile = environmentProfile(definition);
    this.runtimeName = fitIdentifier(
      `${platformId(definition)}-${agent.name}`,
      NAME_LENGTH,
    );
    this.role = new AgentRole(this, 'Role', {
      definition,
      agent,
      runtimeName: this.runtimeName,
      guardrail: props.guardrail,
    });
    this.memory = agent.memory ? this.makeMemory(encryptionKey) : undefined;

    this.runtime = new Runtime(this, 'Runtime', {
      runtimeName: this.runtimeName,
      description: plainText(agent.description, 200) || `Agent ${agent.name}`,
      agentRuntimeArtifact: this.artifact(props),
      // The construct must not update the role: the permissions that it adds are wider than needed.
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
      logGroupName: runtimeLogGroup(`${this.runtime.agentRuntimeId}-DEFAULT`),
    });
    this.allowToOpenLog();
  }

  /**
   * Lets AgentCore create the log group, which it attempts before it writes. The permission is granted only once the log
   * group exists: one that AgentCore had created would be kept for ever, would not be encrypted with a key of the platform,
   * and would be in the way of this one.
   */
  private allowToOpenLog(): void {
    const logGroups = logGroupArn(Stack.of(this), '*');
    const policy = new Policy(this, 'LogPolicy', {
      roles: [this.role],
      statements: [
        new PolicyStatement({
          sid: 'OpenOwnLog',
          actions: ['logs:CreateLogGroup'],
          resources: [this.logGroup.logGroupArn],
        }),
        new PolicyStatement({
          sid: 'FindOwnLog',
          actions: ['logs:DescribeLogGroups'],
          resources: [logGroups],
        }),
      ],
    });
    acknowledgeWildcards(policy, {
      ':log-group:': 'Listing logs knows no single one.',
    });
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
        builder.build(this, {
          repository,
          tag: bundle.hash,
          sourceLocation: `${code.s3BucketName}/${code.s3ObjectKey}`,
        }),
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
