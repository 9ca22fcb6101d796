import { DefaultStackSynthesizer } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-bedrockagentcore';
import { Source } from 'aws-cdk-lib/aws-codebuild';
import { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { UserDirectory } from '../auth/user-directory';
import { AgentDefinition } from '../definition';
import { ImageBuilder } from '../images/image-builder';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { RegistryStack } from '../registry/registry-stack';
import { EncryptionKey } from '../shared/encryption-key';
import { constructId, fitIdentifier } from '../shared/names';
import { logGroupPattern } from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { Agent } from './agent';
import { AgentBundle, bundleAgents } from './agent-bundles';
import { AgentGuardrail } from './guardrail';
import { runtimeArnParameter } from './runtime-arn';
import { runtimeLogGroup } from './runtime-log';
import { TraceDelivery } from './trace-delivery';

/** Properties of the {@link AgentsStack}. */
export interface AgentsStackProps extends PlatformStackProps {
  /** Root folder of the repository, which contains `agents/`. */
  readonly root: string;
  /** The network. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /**
   * The users whose tokens callers must present.
   *
   * @default - callers sign with IAM
   */
  readonly users?: UserDirectory;
  /**
   * The repositories of the agents' images.
   *
   * @default - all agents are delivered as code
   */
  readonly registry?: RegistryStack;
}

/** The agents, and the guardrail that they share. */
export class AgentsStack extends PlatformStack {
  /** The agents, in the order of the definition. */
  readonly agents: readonly Agent[];

  constructor(scope: Construct, props: AgentsStackProps) {
    super(scope, 'agents', 'Agents', props);
    const { definition, registry } = props;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'agents',
    });
    const runtimeNamePrefix = `${fitIdentifier(this.platformId, 32)}_`;
    encryptionKey.allowLogs(
      runtimeLogGroup(`${runtimeNamePrefix}*`),
      logGroupPattern(definition, 'tasks'),
    );
    const traceDelivery = new TraceDelivery(this, 'TraceDelivery', {
      definition,
      runtimeNamePrefix,
      encryptionKey,
    });
    const guardrail = new AgentGuardrail(this, 'Guardrail', {
      platformId: this.platformId,
      encryptionKey,
    });

    const builder = this.imageBuilder(props, encryptionKey);
    const bundles = bundleAgents(props.root, definition.agents);
    this.agents = definition.agents.map(
      agent =>
        new Agent(this, constructId('Agent', agent.name), {
          definition,
          agent,
          bundle: bundles.get(agent.name) as AgentBundle,
          network: props.network,
          securityGroups: props.securityGroups,
          encryptionKey,
          guardrail,
          users: props.users,
          image:
            builder && registry && agent.artifact === 'container'
              ? { builder, repository: registry.ofAgent(agent.name) }
              : undefined,
        }),
    );
    this.agents.forEach(({ runtime }, index) => {
      traceDelivery.deliver(runtime);
      this.publish(runtime, definition.agents[index]);
    });
  }

  private publish(
    { agentRuntimeArn }: Runtime,
    { name }: AgentDefinition,
  ): void {
    const description = `ARN of the runtime of the agent ${name}`;
    this.output(constructId('Runtime', name), agentRuntimeArn, description);
    this.parameter(runtimeArnParameter(name), agentRuntimeArn, description);
  }

  private imageBuilder(
    { definition, registry }: AgentsStackProps,
    encryptionKey: EncryptionKey,
  ): ImageBuilder | undefined {
    const containers = definition.agents.filter(
      ({ artifact }) => artifact === 'container',
    );
    if (!registry || containers.length === 0) {
      return undefined;
    }
    const sources = this.assetBucket();
    return new ImageBuilder(this, 'ImageBuilder', {
      definition,
      name: 'agent-image',
      encryptionKey,
      repositories: containers.map(({ name }) => registry.ofAgent(name)),
      source: Source.s3({ bucket: sources, path: 'named-by-each-build' }),
      commands: [
        'docker build --platform linux/arm64 --tag "$REPOSITORY_URI:$TAG" .',
      ],
    });
  }

  /** The bucket of the CDK's bootstrap stack that holds the assets. */
  private assetBucket(): IBucket {
    return Bucket.fromBucketName(
      this,
      'Assets',
      `cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-assets-${this.account}-${this.region}`,
    );
  }
}
