import { Stack } from 'aws-cdk-lib';
import {
  AwsLogDriverMode,
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
  IApplicationListener,
  ListenerAction,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { Definition, ServiceDefinition, platformId } from '../definition';
import { PublicIngress } from '../ingress/public-ingress';
import { ServiceTarget } from '../ingress/service-target';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { acknowledge, acknowledgeWildcards } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';
import { PlatformLogGroup } from '../shared/platform-log-group';
import { readParameters, sendTraces } from '../shared/statements';
import { ZonalService } from '../shared/zonal-service';
import { ServiceImage, ServiceImageCopy } from './service-image';

/** Properties of a {@link PlatformService}. */
export interface PlatformServiceProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The service's own part of it. */
  readonly service: ServiceDefinition;
  /** The priority of its listener rules. */
  readonly priority: number;
  /** The cluster that runs its tasks. */
  readonly cluster: ICluster;
  /** The network; tasks run in its application tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts logs. */
  readonly encryptionKey: EncryptionKey;
  /**
   * How the image is copied to a repository of the platform.
   *
   * @default - tasks pull the image from its own registry
   */
  readonly imageCopy?: ServiceImageCopy;
  /** The public load balancer. */
  readonly publicIngress: PublicIngress;
  /** The listener of the internal load balancer. */
  readonly internalListener: IApplicationListener;
}

/**
 * In-memory folders that any user in a container may write to, although its root file system is read-only; the last is for
 * nginx.
 */
const SCRATCH_FOLDERS = ['/tmp', '/var/run', '/var/cache/nginx'];

/** Size of each of the {@link SCRATCH_FOLDERS} in MiB, which counts towards the memory of the task. */
const SCRATCH_MIB = 64;

/** The AWS Distro for OpenTelemetry Collector. */
const COLLECTOR_IMAGE =
  'public.ecr.aws/aws-observability/aws-otel-collector:v0.45.1';

/**
 * A service: tasks on Fargate over all zones, behind both load balancers under a path of its own. A deployment that does
 * not become healthy is rolled back; tasks are added under load.
 */
export class PlatformService extends Construct {
  /** The ECS service. */
  readonly service: ZonalService;
  /** The target group behind the public load balancer. */
  readonly targetGroup: ServiceTarget;

  constructor(scope: Construct, id: string, props: PlatformServiceProps) {
    super(scope, id);
    const { definition, service, cluster, network, securityGroups } = props;
    const { minTasks } = environmentProfile(definition);
    const image = new ServiceImage(this, 'Image', {
      service,
      copy: props.imageCopy,
    });
    this.service = new ZonalService(this, 'Service', {
      cluster,
      taskDefinition: this.makeTaskDefinition(props, image),
      network,
      securityGroups,
      desiredCount: Math.max(service.desiredCount, minTasks),
    });
    this.service.scaling.scaleOnMemoryUtilization('Memory', {
      targetUtilizationPercent: 70,
    });
    const target = (targetId: string) =>
      new ServiceTarget(this, targetId, {
        network,
        service: this.service,
        healthCheckPath: service.healthCheckPath,
      });
    this.targetGroup = target('Public');
    const internal = target('Internal');
    const rules = [
      this.route(
        'PublicRule',
        props.publicIngress.listener,
        props,
        props.publicIngress.signedIn(
          ListenerAction.forward([this.targetGroup]),
        ),
      ),
      this.route(
        'InternalRule',
        props.internalListener,
        props,
        ListenerAction.forward([internal]),
      ),
    ];
    // A service needs a target group that is attached to a load balancer, which is what the rule does.
    this.service.node.addDependency(image.ready, ...rules);
  }

  private makeTaskDefinition(
    props: PlatformServiceProps,
    { image }: ServiceImage,
  ): FargateTaskDefinition {
    const { definition, service, encryptionKey } = props;
    const taskDefinition = new FargateTaskDefinition(this, 'Task', {
      cpu: service.cpu,
      memoryLimitMiB: service.memoryMiB,
      runtimePlatform: {
        operatingSystemFamily: OperatingSystemFamily.LINUX,
        cpuArchitecture: CpuArchitecture.X86_64,
      },
    });
    const logging = LogDriver.awsLogs({
      logGroup: new PlatformLogGroup(this, 'Log', {
        definition,
        encryptionKey,
        topic: `services/${service.name}`,
      }),
      streamPrefix: service.name,
      mode: AwsLogDriverMode.NON_BLOCKING,
    });
    taskDefinition.addContainer('service', {
      image,
      essential: true,
      readonlyRootFilesystem: true,
      linuxParameters: withScratchFolders(this, 'Linux'),
      portMappings: [{ containerPort: service.port, name: 'http' }],
      environment: {
        PORT: String(service.port),
        PLATFORM_PARAMETERS: `/${platformId(definition)}`,
      },
      logging,
    });
    if (definition.network.natGateways !== 'none') {
      this.addTracing(taskDefinition, logging);
    }
    taskDefinition.addToTaskRolePolicy(
      readParameters(Stack.of(this), definition),
    );
    acknowledge(
      taskDefinition,
      'The environment holds a port and the path of parameters, nothing secret.',
      'AwsSolutions-ECS2',
    );
    acknowledgeWildcards(taskDefinition.taskRole, {
      ':parameter/': 'All parameters are those of this platform.',
      'Resource::*': 'X-Ray has no resources to name.',
    });
    acknowledgeWildcards(taskDefinition.obtainExecutionRole(), {
      'Resource::*': 'The token for a registry has no resource to name.',
    });
    return taskDefinition;
  }

  /**
   * Adds a sidecar that collects the traces of the service, by OpenTelemetry and X-Ray alike. Its image is public, so it
   * needs a route to the internet; the service keeps running without it.
   */
  private addTracing(
    taskDefinition: FargateTaskDefinition,
    logging: LogDriver,
  ): void {
    taskDefinition.addContainer('tracing', {
      image: ContainerImage.fromRegistry(COLLECTOR_IMAGE),
      command: ['--config=/etc/ecs/ecs-xray.yaml'],
      essential: false,
      readonlyRootFilesystem: true,
      logging,
    });
    taskDefinition.addToTaskRolePolicy(sendTraces());
  }

  private route(
    id: string,
    listener: IApplicationListener,
    { service, priority }: PlatformServiceProps,
    action: ListenerAction,
  ): ApplicationListenerRule {
    return new ApplicationListenerRule(this, id, {
      listener,
      priority,
      conditions: [ListenerCondition.pathPatterns(pathPatterns(service.path))],
      action,
    });
  }
}

/** The patterns of a path: the path itself, and everything below it. */
function pathPatterns(path: string): string[] {
  if (path.endsWith('*')) {
    return [path];
  }
  const base = path.replace(/\/$/, '');
  return base === '' ? ['/*'] : [base, `${base}/*`];
}

/** Source: Amazon ECS Developer Guide, "Amazon ECS task definition parameters for Fargate", tmpfs: everybody may write to it. */
function withScratchFolders(scope: Construct, id: string): LinuxParameters {
  const parameters = new LinuxParameters(scope, id);
  parameters.addTmpfs(
    ...SCRATCH_FOLDERS.map(containerPath => ({
      containerPath,
      size: SCRATCH_MIB,
    })),
  );
  return parameters;
}
