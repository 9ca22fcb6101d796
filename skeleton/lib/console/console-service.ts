import { Stack } from 'aws-cdk-lib';
import {
  AwsLogDriverMode,
  Capability,
  ContainerDefinition,
  ContainerDependencyCondition,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  ICluster,
  LinuxParameters,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import {
  ApplicationListenerRule,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { runtimeArnParameter } from '../agents/runtime-arn';
import { UserDirectory } from '../auth/user-directory';
import { Definition, platformId } from '../definition';
import { PublicIngress } from '../ingress/public-ingress';
import { ServiceTarget } from '../ingress/service-target';
import { PlatformVpc } from '../network/platform-vpc';
import { CONSOLE_PORT, SecurityGroups } from '../network/security-groups';
import { acknowledge } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';
import { PlatformLogGroup } from '../shared/platform-log-group';
import { plainText } from '../shared/text';
import { ZonalService } from '../shared/zonal-service';
import { ConsoleCode } from './console-code';

/** Properties of a {@link ConsoleService}. */
export interface ConsoleServiceProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** Root folder of the repository, which contains `console/`. */
  readonly root: string;
  /** The cluster that runs its tasks. */
  readonly cluster: ICluster;
  /** The network; tasks run in its application tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts logs. */
  readonly encryptionKey: EncryptionKey;
  /** The public load balancer. */
  readonly publicIngress: PublicIngress;
  /**
   * The users who may sign in; agents then require their tokens.
   *
   * @default - there is no sign-in, and calls of agents are signed with the role of the console
   */
  readonly users?: UserDirectory;
}

/** Path under which the console is served. */
export const CONSOLE_PATH = '/console';

/** Node.js as a base, patched by its maintainers; the console brings all its code along. */
const NODE_IMAGE = 'public.ecr.aws/docker/library/node:22-slim';

/** The AWS CLI, which fetches the code. */
const CLI_IMAGE = 'public.ecr.aws/aws-cli/aws-cli:2.36.44';

/** Folder of the code in a task. */
const CODE_FOLDER = '/code';

/** The user `node` of {@link NODE_IMAGE}. */
const NODE_USER = '1000';

/** Priorities of the listener rules: the console before the services, the redirect to it after them. */
const PRIORITIES = { console: 50, redirect: 49_000 };

/**
 * The console: tasks on Fargate over all zones that serve a page on which people talk to the agents. No image is built for
 * it. A task first fetches the code, which the CDK bundled, and then runs it on a base image.
 */
export class ConsoleService extends Construct {
  /** The ECS service. */
  readonly service: ZonalService;
  /** The target group behind the public load balancer. */
  readonly targetGroup: ServiceTarget;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ConsoleServiceProps,
  ) {
    super(scope, id);
    const { definition, cluster, network, securityGroups } = props;
    this.service = new ZonalService(this, 'Service', {
      cluster,
      taskDefinition: this.makeTaskDefinition(),
      network,
      securityGroups,
      desiredCount: environmentProfile(definition).minTasks,
    });
    this.targetGroup = new ServiceTarget(this, 'Target', {
      network,
      service: this.service.loadBalancerTarget({
        containerName: 'console',
        containerPort: CONSOLE_PORT,
      }),
      healthCheckPath: '/ping',
    });
    // A service needs a target group that is attached to a load balancer, which is what the rule does.
    this.service.node.addDependency(this.route());
    this.redirect();
  }

  private makeTaskDefinition(): FargateTaskDefinition {
    const { definition, encryptionKey } = this.props;
    const taskDefinition = new FargateTaskDefinition(this, 'Task', {
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: {
        operatingSystemFamily: OperatingSystemFamily.LINUX,
        cpuArchitecture: CpuArchitecture.ARM64,
      },
      volumes: [{ name: 'code' }],
    });
    const logging = LogDriver.awsLogs({
      logGroup: new PlatformLogGroup(this, 'Log', {
        definition,
        encryptionKey,
        topic: 'console/service',
      }),
      streamPrefix: 'console',
      mode: AwsLogDriverMode.NON_BLOCKING,
    });
    const code = this.addCode(taskDefinition, logging);
    this.addConsole(taskDefinition, logging).addContainerDependencies({
      container: code,
      condition: ContainerDependencyCondition.SUCCESS,
    });
    this.permit(taskDefinition);
    acknowledge(
      taskDefinition,
      'The environment holds names and ARNs, nothing secret.',
      'AwsSolutions-ECS2',
    );
    return taskDefinition;
  }

  /**
   * Adds the container that fetches the code and exits. Volumes of Fargate belong to root, so it runs as root, without
   * capabilities.
   */
  private addCode(
    taskDefinition: FargateTaskDefinition,
    logging: LogDriver,
  ): ContainerDefinition {
    const code = new ConsoleCode(this, 'Code', this.props.root);
    const container = taskDefinition.addContainer('code', {
      image: ContainerImage.fromRegistry(CLI_IMAGE),
      essential: false,
      readonlyRootFilesystem: true,
      linuxParameters: withoutCapabilities(this, 'CodeLinux'),
      entryPoint: ['aws'],
      command: [
        ...['s3', 'cp', '--only-show-errors'],
        ...[code.s3ObjectUrl, `${CODE_FOLDER}/main.js`],
      ],
      logging,
    });
    container.addMountPoints({
      containerPath: CODE_FOLDER,
      sourceVolume: 'code',
      readOnly: false,
    });
    taskDefinition.addToTaskRolePolicy(
      new PolicyStatement({
        sid: 'ReadOwnCode',
        actions: ['s3:GetObject'],
        resources: [code.bucket.arnForObjects(code.s3ObjectKey)],
      }),
    );
    return container;
  }

  private addConsole(
    taskDefinition: FargateTaskDefinition,
    logging: LogDriver,
  ): ContainerDefinition {
    const container = taskDefinition.addContainer('console', {
      image: ContainerImage.fromRegistry(NODE_IMAGE),
      essential: true,
      user: NODE_USER,
      readonlyRootFilesystem: true,
      linuxParameters: withoutCapabilities(this, 'ConsoleLinux'),
      entryPoint: ['node'],
      command: [`${CODE_FOLDER}/main.js`],
      portMappings: [{ containerPort: CONSOLE_PORT, name: 'http' }],
      environment: this.environment(),
      logging,
    });
    container.addMountPoints({
      containerPath: CODE_FOLDER,
      sourceVolume: 'code',
      readOnly: true,
    });
    return container;
  }

  private environment(): Record<string, string> {
    const { definition, publicIngress, users } = this.props;
    const stack = Stack.of(this);
    return {
      NODE_ENV: 'production',
      PORT: String(CONSOLE_PORT),
      PLATFORM: platformId(definition),
      AGENTS: JSON.stringify(
        definition.agents.map(({ name, protocol, description }) => ({
          name,
          protocol,
          description: plainText(description, 200),
          runtime: {
            parameter: `/${platformId(definition)}/${runtimeArnParameter(
              name,
            )}`,
          },
        })),
      ),
      ...(users && {
        SIGN_IN: stack.toJsonString({
          loadBalancerArn: publicIngress.loadBalancer.loadBalancerArn,
          issuer: users.userPool.userPoolProviderUrl,
          clientId: users.client.userPoolClientId,
        }),
      }),
    };
  }

  /** Lets the console look up the agents while it runs. The access stack lets it call them. */
  private permit(taskDefinition: FargateTaskDefinition): void {
    const stack = Stack.of(this);
    const id = platformId(this.props.definition);
    taskDefinition.addToTaskRolePolicy(
      new PolicyStatement({
        sid: 'FindAgents',
        actions: ['ssm:GetParameter'],
        resources: this.props.definition.agents.map(({ name }) =>
          stack.formatArn({
            service: 'ssm',
            resource: 'parameter',
            resourceName: `${id}/${runtimeArnParameter(name)}`,
          }),
        ),
      }),
    );
  }

  private route(): ApplicationListenerRule {
    const { publicIngress } = this.props;
    return new ApplicationListenerRule(this, 'Rule', {
      listener: publicIngress.listener,
      priority: PRIORITIES.console,
      conditions: [
        ListenerCondition.pathPatterns([CONSOLE_PATH, `${CONSOLE_PATH}/*`]),
      ],
      action: publicIngress.signedIn(
        ListenerAction.forward([this.targetGroup]),
      ),
    });
  }

  /** Redirects from the root to the console, unless a service has the root. */
  private redirect(): void {
    new ApplicationListenerRule(this, 'Redirect', {
      listener: this.props.publicIngress.listener,
      priority: PRIORITIES.redirect,
      conditions: [ListenerCondition.pathPatterns(['/'])],
      action: ListenerAction.redirect({ path: `${CONSOLE_PATH}/` }),
    });
  }
}

function withoutCapabilities(scope: Construct, id: string): LinuxParameters {
  const parameters = new LinuxParameters(scope, id, {
    initProcessEnabled: true,
  });
  parameters.dropCapabilities(Capability.ALL);
  return parameters;
}
