import { asText, JsonObject } from '../json';
import { arn } from './arn';
import { Identity, ResourceSeed, seedText } from './seed';
import { seededHex, seededNumber, seededSuffix } from './random';
import { zonesOf } from './zones';

type AttributeRule = (seed: ResourceSeed, identity: Identity) => JsonObject;

/** Attributes that must have the right form, because templates or people use them. */
export const KNOWN_ATTRIBUTES: Record<string, AttributeRule> = {
  'AWS::S3::Bucket': ({ place }, { physicalId }) => ({
    DomainName: `${physicalId}.s3.${place.urlSuffix}`,
    RegionalDomainName: `${physicalId}.s3.${place.region}.${place.urlSuffix}`,
    DualStackDomainName: `${physicalId}.s3.dualstack.${place.region}.${place.urlSuffix}`,
    WebsiteURL: `http://${physicalId}.s3-website-${place.region}.${place.urlSuffix}`,
  }),
  'AWS::Logs::LogGroup': (_seed, identity) => ({ Arn: `${identity.arn}:*` }),
  'AWS::EC2::VPC': seed => ({
    CidrBlock: asText(seed.properties.CidrBlock) ?? '10.0.0.0/16',
    CidrBlockAssociations: [`vpc-cidr-assoc-0${seededHex(seedText(seed), 16)}`],
    DefaultNetworkAcl: `acl-0${seededHex(seedText(seed), 16)}`,
    DefaultSecurityGroup: `sg-0${seededHex(seedText(seed), 16)}`,
    Ipv6CidrBlocks: [],
  }),
  'AWS::EC2::Subnet': seed => {
    const zones = zonesOf(seed.place.account, seed.place.region);
    const zone =
      zones.find(
        ({ name, id }) =>
          name === seed.properties.AvailabilityZone ||
          id === seed.properties.AvailabilityZoneId,
      ) ?? zones[0];
    return {
      AvailabilityZone: zone.name,
      AvailabilityZoneId: zone.id,
      NetworkAclAssociationId: `aclassoc-0${seededHex(seedText(seed), 16)}`,
      Ipv6CidrBlocks: [],
    };
  },
  'AWS::EC2::SecurityGroup': (_seed, { physicalId }) => ({
    GroupId: physicalId,
    Id: physicalId,
  }),
  'AWS::EC2::VPCEndpoint': seed => ({
    CreationTimestamp: '2026-01-01T00:00:00Z',
    DnsEntries: [
      `Z${seededSuffix(seedText(seed), 13)}:vpce-0${seededHex(
        seedText(seed),
        16,
      )}.${(asText(seed.properties.ServiceName) ?? '').split('.').at(-1)}.${
        seed.place.region
      }.vpce.${seed.place.urlSuffix}`,
    ],
    NetworkInterfaceIds: [`eni-0${seededHex(seedText(seed), 16)}`],
  }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': (seed, { values }) => ({
    DNSName: `${values.LoadBalancerName}-${seededNumber(
      seedText(seed),
      2_000_000_000,
    )}.${seed.place.region}.elb.${seed.place.urlSuffix}`,
    CanonicalHostedZoneID: `Z${seededSuffix(seed.place.region, 13)}`,
  }),
  'AWS::RDS::DBCluster': database('cluster-', 'cluster-'),
  'AWS::RDS::DBInstance': database('', 'db-'),
  'AWS::RDS::DBProxy': (seed, { physicalId }) => ({
    DBProxyArn: arn(
      seed.place,
      'rds',
      `db-proxy:prx-0${seededHex(seedText(seed), 16)}`,
    ),
    Endpoint: `${physicalId}.proxy-${seededHex(seed.place.account, 12)}.${
      seed.place.region
    }.rds.${seed.place.urlSuffix}`,
  }),
  'AWS::OpenSearchServerless::Collection': ({ place }, { physicalId }) => ({
    CollectionEndpoint: `https://${physicalId}.${place.region}.aoss.${place.urlSuffix}`,
    DashboardEndpoint: `https://${physicalId}.${place.region}.aoss.${place.urlSuffix}/_dashboards`,
  }),
  'AWS::OpenSearchService::Domain': (seed, { physicalId }) => ({
    DomainEndpoint: `vpc-${physicalId}-${seededHex(seedText(seed), 26)}.${
      seed.place.region
    }.es.${seed.place.urlSuffix}`,
  }),
  'AWS::Cognito::UserPool': ({ place }, { physicalId }) => ({
    ProviderName: `cognito-idp.${place.region}.${place.urlSuffix}/${physicalId}`,
    ProviderURL: `https://cognito-idp.${place.region}.${place.urlSuffix}/${physicalId}`,
  }),
  'AWS::ECR::Repository': ({ place }, { physicalId }) => ({
    RepositoryUri: `${place.account}.dkr.ecr.${place.region}.${place.urlSuffix}/${physicalId}`,
  }),
  'AWS::BedrockAgentCore::Runtime': () => ({
    AgentRuntimeVersion: '1',
    Status: 'READY',
  }),
};

/** Aurora clusters and RDS instances: host names below the account's own part of the domain. */
function database(part: string, resource: string): AttributeRule {
  return (seed, { physicalId }) => {
    const own = seededHex(`${seed.place.account}/${seed.place.region}`, 12);
    const host = (kind: string) =>
      `${physicalId}.${kind}${own}.${seed.place.region}.rds.${seed.place.urlSuffix}`;
    const port = String(
      seed.properties.Port ??
        (String(seed.properties.Engine).includes('mysql') ? 3306 : 5432),
    );
    return {
      'Endpoint.Address': host(part),
      'Endpoint.Port': port,
      'ReadEndpoint.Address': host(`${part}ro-`),
      DBClusterResourceId: `${resource}${seededSuffix(seedText(seed), 26)}`,
      DbiResourceId: `${resource}${seededSuffix(seedText(seed), 26)}`,
      'MasterUserSecret.SecretArn': `arn:${
        seed.place.partition
      }:secretsmanager:${seed.place.region}:${
        seed.place.account
      }:secret:rds!${resource}${seededHex(seedText(seed), 12)}-${seededSuffix(
        seedText(seed),
        6,
      )}`,
    };
  };
}
