import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { UserDirectory } from '../auth/user-directory';
import { PublicIngress } from '../ingress/public-ingress';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { EncryptionKey } from '../shared/encryption-key';
import { logGroupPattern } from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { ConsoleService, CONSOLE_PATH } from './console-service';

/** Properties of the {@link ConsoleStack}. */
export interface ConsoleStackProps extends PlatformStackProps {
  /** Root folder of the repository, which contains `console/`. */
  readonly root: string;
  /** The network. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The public load balancer. */
  readonly publicIngress: PublicIngress;
  /**
   * The users who may sign in.
   *
   * @default - there is no sign-in
   */
  readonly users?: UserDirectory;
}

/**
 * The console, on which people talk to the agents. It has a cluster of its own and looks the agents up while it runs, so
 * that its deployment waits for no service and no agent.
 */
export class ConsoleStack extends PlatformStack {
  /** The service. */
  readonly console: ConsoleService;

  constructor(scope: Construct, props: ConsoleStackProps) {
    super(scope, 'console', 'Console', props);
    const { definition, network, publicIngress } = props;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'console',
    });
    encryptionKey.allowLogs(logGroupPattern(definition, 'console'));
    const cluster = new Cluster(this, 'Cluster', {
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.ENHANCED,
    });
    this.console = new ConsoleService(this, 'Console', {
      ...props,
      cluster,
      encryptionKey,
    });
    const url = `${publicIngress.url}${CONSOLE_PATH}/`;
    this.output('ConsoleUrl', url, 'Where people talk to the agents');
    this.parameter('console/url', url, 'Where people talk to the agents');
  }
}
