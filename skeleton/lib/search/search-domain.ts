import { CfnDeletionPolicy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EbsDeviceVolumeType } from 'aws-cdk-lib/aws-ec2';
import {
  AccountRootPrincipal,
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-logs';
import {
  CfnDomain,
  Domain,
  EngineVersion,
  TLSSecurityPolicy,
} from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import { Definition, platformId } from '../definition';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { acknowledge } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';
import { logGroupArn } from '../shared/log-group-arn';
import {
  logGroupPattern,
  PlatformLogGroup,
} from '../shared/platform-log-group';
import { ServiceLinkedRole } from './service-linked-role';

/** Properties of a {@link SearchDomain}. */
export interface SearchDomainProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The network; nodes are placed in its data tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts data and logs; it must allow log groups of the concerns `search` and `tasks`. */
  readonly encryptionKey: EncryptionKey;
}

/** Storage of a data node in GiB. */
const VOLUME_GIB = 100;

/** Number of dedicated master nodes of a domain: one may be lost. */
export const MASTER_NODES = 3;

/**
 * The number of data nodes of a domain: three, or four where there are two zones, because OpenSearch Service refuses an odd
 * number of them over two zones.
 *
 * @param definition - the definition of the platform
 */
export function dataNodes({ network }: Pick<Definition, 'network'>): number {
  return network.availabilityZones === 2 ? 4 : 3;
}

/**
 * An OpenSearch domain of three data nodes or more over all zones (two in each of two, or one in each of three), with three
 * dedicated masters, so that it survives the loss of a zone. Only signed requests of this account are answered.
 */
export class SearchDomain extends Construct {
  /** The domain. */
  readonly domain: Domain;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: SearchDomainProps,
  ) {
    super(scope, id);
    this.domain = this.makeDomain();
    this.domain.node.addDependency(
      this.allowLogs(),
      new ServiceLinkedRole(this, 'NetworkRole', {
        definition: props.definition,
        encryptionKey: props.encryptionKey,
        awsServiceName: 'opensearchservice.amazonaws.com',
        roleName: 'AWSServiceRoleForAmazonOpenSearchService',
      }),
    );
    this.allowSignedRequests();
    acknowledge(
      this.domain,
      'The domain is in the network; its security group says who reaches it, and only signed requests are answered.',
      'AwsSolutions-OS3',
    );
    acknowledge(
      this.domain,
      'Audit logs know users of the domain alone, and it has none: callers are roles, whose calls are in the trail.',
      'CKV_AWS_317',
    );
  }

  private makeDomain(): Domain {
    const { definition, network, securityGroups, encryptionKey } = this.props;
    const logs = this.makeLogs();
    const domain = new Domain(this, 'Resource', {
      version: EngineVersion.openSearch('3.1'),
      vpc: network.vpc,
      vpcSubnets: [{ subnets: network.tier('data') }],
      securityGroups: [securityGroups.of('search')],
      zoneAwareness: {
        enabled: true,
        availabilityZoneCount: definition.network.availabilityZones,
      },
      capacity: {
        dataNodes: dataNodes(definition),
        dataNodeInstanceType: 'r7g.large.search',
        masterNodes: MASTER_NODES,
        masterNodeInstanceType: 'm7g.medium.search',
        multiAzWithStandbyEnabled: false,
      },
      ebs: { volumeSize: VOLUME_GIB, volumeType: EbsDeviceVolumeType.GP3 },
      encryptionAtRest: { enabled: true, kmsKey: encryptionKey },
      nodeToNodeEncryption: true,
      enforceHttps: true,
      tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS,
      logging: {
        appLogEnabled: true,
        appLogGroup: logs.application,
        slowIndexLogEnabled: true,
        slowIndexLogGroup: logs.slowIndex,
        slowSearchLogEnabled: true,
        slowSearchLogGroup: logs.slowSearch,
      },
      // The policy is made below: the construct would make it with a Lambda function.
      suppressLogsResourcePolicy: true,
      enableVersionUpgrade: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    if (environmentProfile(definition).protect) {
      // Retained on deletion, it would keep the network from being deleted; replaced by an update, it is kept for somebody
      // to look at.
      const { cfnOptions } = domain.node.defaultChild as CfnDomain;
      cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    }
    return domain;
  }

  private makeLogs() {
    const { definition, encryptionKey } = this.props;
    const logGroup = (id: string, topic: string) =>
      new PlatformLogGroup(this, id, {
        definition,
        encryptionKey,
        topic: `search/${topic}`,
      });
    return {
      application: logGroup('ApplicationLog', 'application'),
      slowIndex: logGroup('SlowIndexLog', 'slow-index'),
      slowSearch: logGroup('SlowSearchLog', 'slow-search'),
    };
  }

  private allowLogs(): CfnResourcePolicy {
    const stack = Stack.of(this);
    const { definition } = this.props;
    return new CfnResourcePolicy(this, 'LogPolicy', {
      policyName: `${platformId(definition)}-search`,
      policyDocument: JSON.stringify(
        new PolicyDocument({
          statements: [
            new PolicyStatement({
              principals: [new ServicePrincipal('es.amazonaws.com')],
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [
                logGroupArn(stack, logGroupPattern(definition, 'search')),
              ],
              conditions: {
                StringEquals: { 'aws:SourceAccount': stack.account },
              },
            }),
          ],
        }).toJSON(),
      ),
    });
  }

  private allowSignedRequests(): void {
    const stack = Stack.of(this);
    const resource = this.domain.node.defaultChild as CfnDomain;
    resource.accessPolicies = new PolicyDocument({
      statements: [
        new PolicyStatement({
          principals: [new AccountRootPrincipal()],
          actions: ['es:ESHttp*'],
          resources: [
            stack.formatArn({
              service: 'es',
              resource: 'domain',
              resourceName: '*',
            }),
          ],
        }),
      ],
    }).toJSON();
  }
}
