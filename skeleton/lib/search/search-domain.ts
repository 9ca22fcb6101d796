import {
  CfnDomain,
  Domain,
  EngineVersion,
  TLSSecurityPolicy,
} from 'aws-cdk-lib/aws-opensearchservice';
import { EbsDeviceVolumeType } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';
import { PlatformLogGroup } from '../shared/platform-log-group';

/** What a {@link SearchDomain} is told. */
export interface SearchDomainProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The network; nodes stand in its data tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts data and logs. */
  readonly encryptionKey: EncryptionKey;
}

/**
 * An OpenSearch domain of three data nodes over all zones (two in one, one in the other, or one in each of three), with
 * three dedicated masters, so that it survives the loss of a zone.
 */
export class SearchDomain extends Construct {
  /** The domain. */
  readonly domain: Domain;

  constructor(scope: Construct, id: string, props: SearchDomainProps) {
    super(scope, id);
    const { definition, network, securityGroups, encryptionKey } = props;
    const profile = environmentProfile(definition);
    const logGroup = (topic: string) =>
      new PlatformLogGroup(this, `${topic}Log`, {
        definition,
        encryptionKey,
        topic: `search/${topic}`,
      });
    this.domain = new Domain(this, 'Resource', {
      version: EngineVersion.openSearch('3.1'),
      vpc: network.vpc,
      vpcSubnets: [{ subnets: network.tier('data') }],
      securityGroups: [securityGroups.of('search')],
      zoneAwareness: {
        enabled: true,
        availabilityZoneCount: definition.network.availabilityZones,
      },
      capacity: {
        dataNodes: 3,
        dataNodeInstanceType: 'r7g.large.search',
        masterNodes: 3,
        masterNodeInstanceType: 'm7g.medium.search',
        multiAzWithStandbyEnabled: false,
      },
      ebs: {
        volumeSize: 100,
        volumeType: EbsDeviceVolumeType.GP3,
      },
      encryptionAtRest: { enabled: true, kmsKey: encryptionKey },
      nodeToNodeEncryption: true,
      enforceHttps: true,
      tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS,
      logging: {
        appLogEnabled: true,
        appLogGroup: logGroup('application'),
        slowIndexLogEnabled: true,
        slowIndexLogGroup: logGroup('slow-index'),
        slowSearchLogEnabled: true,
        slowSearchLogGroup: logGroup('slow-search'),
      },
      enableVersionUpgrade: true,
      removalPolicy: profile.dataRemoval,
    });
    (this.domain.node.defaultChild as CfnDomain).cfnOptions.updatePolicy = {
      enableVersionUpgrade: true,
    };
  }
}
