import { ArnFormat, CfnResource, Duration, Stack } from 'aws-cdk-lib';
import {
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  AuroraPostgresEngineVersion,
  ClientPasswordAuthType,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  DatabaseProxy,
  DefaultAuthScheme,
  ParameterGroup,
  PerformanceInsightRetention,
  ProxyTarget,
  SubnetGroup,
} from 'aws-cdk-lib/aws-rds';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { acknowledge } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';
import { PlatformLogGroup } from '../shared/platform-log-group';
import { parameterName } from '../shared/platform-stack';
import { databaseLogGroup } from './database-log';
import { DatabaseUser } from './database-user';

/** Properties of an {@link AuroraDatabase}. */
export interface AuroraDatabaseProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The network; instances are placed in its data tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts data, backups and credentials. */
  readonly encryptionKey: EncryptionKey;
}

/** Name of the database in the cluster. */
export const DATABASE_NAME = 'platform';

/** Database user of services and agents; it signs in with IAM tokens. */
export const DATABASE_USER = 'platform_app';

const ENGINE = DatabaseClusterEngine.auroraPostgres({
  version: AuroraPostgresEngineVersion.VER_17_7,
});

/**
 * Aurora PostgreSQL Serverless v2: a writer and a reader in different zones, which are created at the same time. Programs
 * sign in with IAM tokens; the administrator's password is generated, kept and rotated by RDS in Secrets Manager.
 */
export class AuroraDatabase extends Construct {
  /** The cluster. */
  readonly cluster: DatabaseCluster;
  /** The proxy, if the definition asks for one. */
  readonly proxy?: DatabaseProxy;

  /** The id by which IAM policies name what programs sign in to, in a form that other stacks can reference. */
  private readonly signInId: string;

  constructor(scope: Construct, id: string, props: AuroraDatabaseProps) {
    super(scope, id);
    this.cluster = this.makeCluster(props);
    this.startInstances(this.makeLog(props));
    this.acknowledgeFindings(props.definition);
    new DatabaseUser(this, 'User', {
      definition: props.definition,
      cluster: this.cluster,
      encryptionKey: props.encryptionKey,
      database: DATABASE_NAME,
      user: DATABASE_USER,
    });
    if (props.definition.database.proxy) {
      this.proxy = this.makeProxy(props);
    }
    this.signInId = this.proxy
      ? this.publishProxyId(this.proxy, props.definition)
      : this.cluster.clusterResourceIdentifier;
  }

  /** Where programs connect: the proxy if there is one, else the writer. */
  get endpoint(): string {
    return this.proxy?.endpoint ?? this.cluster.clusterEndpoint.hostname;
  }

  /**
   * Grants signing in to the database with IAM tokens.
   *
   * @param policy - the policy of the clients
   */
  grantConnect(policy: ManagedPolicy): void {
    policy.addStatements(this.connectTo(this.signInId));
  }

  /** Permission to sign in with IAM tokens to the proxy or the cluster of a resource id. */
  private connectTo(resourceId: string): PolicyStatement {
    return new PolicyStatement({
      sid: 'ConnectToDatabase',
      actions: ['rds-db:connect'],
      resources: [
        Stack.of(this).formatArn({
          service: 'rds-db',
          resource: 'dbuser',
          resourceName: `${resourceId}/${DATABASE_USER}`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    });
  }

  /**
   * Publishes the id by which IAM policies name the proxy: the last part of its ARN.
   *
   * @returns the id in a form that other stacks can reference: they cannot split an ARN of this one
   */
  private publishProxyId(proxy: DatabaseProxy, definition: Definition): string {
    const { resourceName = '*' } = Stack.of(this).splitArn(
      proxy.dbProxyArn,
      ArnFormat.COLON_RESOURCE_NAME,
    );
    return new StringParameter(this, 'ProxyId', {
      parameterName: parameterName(definition, 'database/proxy-id'),
      stringValue: resourceName,
      description: 'Id by which IAM policies name the proxy',
    }).stringValue;
  }

  private makeCluster(props: AuroraDatabaseProps): DatabaseCluster {
    const { definition, network, securityGroups, encryptionKey } = props;
    const profile = environmentProfile(definition);
    const { minAcu, maxAcu, backupRetentionDays } = definition.database;
    const instance = {
      enablePerformanceInsights: true,
      performanceInsightRetention: PerformanceInsightRetention.DEFAULT,
      performanceInsightEncryptionKey: encryptionKey,
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
    };
    return new DatabaseCluster(this, 'Cluster', {
      engine: ENGINE,
      credentials: Credentials.fromUsername('administrator', { encryptionKey }),
      manageMasterUserPassword: true,
      defaultDatabaseName: DATABASE_NAME,
      vpc: network.vpc,
      subnetGroup: new SubnetGroup(this, 'Subnets', {
        description: 'Data tier',
        vpc: network.vpc,
        vpcSubnets: { subnets: network.tier('data') },
      }),
      securityGroups: [securityGroups.of('database')],
      serverlessV2MinCapacity: minAcu,
      serverlessV2MaxCapacity: maxAcu,
      writer: ClusterInstance.serverlessV2('Writer', instance),
      readers: [
        ClusterInstance.serverlessV2('Reader', {
          ...instance,
          scaleWithWriter: true,
        }),
      ],
      parameterGroup: new ParameterGroup(this, 'Parameters', {
        engine: ENGINE,
        description: 'TLS only, slow statements are logged',
        parameters: {
          'rds.force_ssl': '1',
          log_min_duration_statement: '1000',
        },
      }),
      storageEncrypted: true,
      storageEncryptionKey: encryptionKey,
      iamAuthentication: true,
      enableDataApi: true,
      backup: { retention: Duration.days(backupRetentionDays) },
      copyTagsToSnapshot: true,
      cloudwatchLogsExports: ['postgresql'],
      monitoringInterval: Duration.seconds(60),
      deletionProtection: profile.protect,
      removalPolicy: profile.databaseRemoval,
    });
  }

  private acknowledgeFindings(definition: Definition): void {
    acknowledge(
      this.cluster,
      'Aurora backs itself up without a pause and can be restored to any second of the days that the definition says.',
      'NIST.800.53.R5-RDSInBackupPlan',
    );
    acknowledge(
      this.cluster,
      'AWS keeps the policy of enhanced monitoring in step with what the service needs.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]',
    );
    if (!environmentProfile(definition).protect) {
      acknowledge(
        this.cluster,
        'Only prod refuses to be deleted.',
        'AwsSolutions-RDS10',
        'NIST.800.53.R5-RDSInstanceDeletionProtectionEnabled',
      );
    }
  }

  /** Makes the log group: one that RDS creates by itself is kept for ever. */
  private makeLog({ definition, encryptionKey }: AuroraDatabaseProps) {
    return new PlatformLogGroup(this, 'Log', {
      definition,
      encryptionKey,
      logGroupName: databaseLogGroup(this.cluster.clusterIdentifier),
    });
  }

  /**
   * Makes the instances depend on their log group and on nothing else. The CDK makes readers depend on the writer; Aurora
   * does not need that, and it would double the time to deploy.
   */
  private startInstances(log: PlatformLogGroup): void {
    const logId = Stack.of(this).getLogicalId(
      log.node.defaultChild as CfnResource,
    );
    ['Writer', 'Reader'].forEach(id => {
      const instance = this.cluster.node.findChild(id).node
        .defaultChild as CfnResource;
      instance.addOverride('DependsOn', [logId]);
    });
  }

  /**
   * Makes the proxy. It signs in to the database with IAM tokens of its own role, so that no password is kept for it.
   *
   * Source: Amazon Aurora User Guide, "Configuring IAM authentication for RDS Proxy".
   */
  private makeProxy({
    securityGroups,
    network,
  }: AuroraDatabaseProps): DatabaseProxy {
    const role = new Role(this, 'ProxyRole', {
      description: 'Lets the proxy sign in to the database',
      assumedBy: new ServicePrincipal('rds.amazonaws.com'),
    });
    role.addToPolicy(this.connectTo(this.cluster.clusterResourceIdentifier));
    return new DatabaseProxy(this, 'Proxy', {
      proxyTarget: ProxyTarget.fromCluster(this.cluster),
      role,
      vpc: network.vpc,
      vpcSubnets: { subnets: network.tier('data') },
      securityGroups: [securityGroups.of('databaseProxy')],
      defaultAuthScheme: DefaultAuthScheme.IAM_AUTH,
      clientPasswordAuthType: ClientPasswordAuthType.POSTGRES_SCRAM_SHA_256,
      requireTLS: true,
    });
  }
}
