import { asText, JsonObject } from '../json';
import type { Place } from '../state/place';
import { arn } from './arn';
import { IDENTITIES } from './identities';
import { guessedId, seededHex, seededUuid } from './random';
import { generatedName, Identity, ResourceSeed, seedText } from './seed';
import { specificationOf } from './specification';

/** The physical id, ARN and names of a new resource. They follow from the seed. */
export function identityOf(seed: ResourceSeed): Identity {
  const special = IDENTITIES[seed.type];
  if (special) {
    return special(seed);
  }
  const specification = specificationOf(seed.type);
  const identifiers = specification?.cfnRefIdentifier ??
    specification?.primaryIdentifier ?? ['Id'];
  const primary = specification?.primaryIdentifier ?? identifiers;
  const values: JsonObject = {};
  for (const name of new Set([...primary, ...identifiers])) {
    values[name] = identifierValue(seed, name);
  }
  const own = identifiers.find(
    name => !String(values[name]).startsWith('arn:'),
  );
  const template = specification?.arnTemplate;
  const resourceArn =
    template &&
    fillArn(template, seed.place, String(values[own ?? identifiers[0]]));
  for (const name of Object.keys(values)) {
    if (isArnName(name) && !seed.properties[name] && resourceArn) {
      values[name] = resourceArn;
    }
  }
  return {
    physicalId: identifiers.map(name => String(values[name])).join('|'),
    arn: resourceArn,
    values,
    chosen:
      specification !== undefined &&
      primary.every(name => seed.properties[name] !== undefined),
  };
}

function identifierValue(seed: ResourceSeed, name: string): string {
  const chosen = asText(seed.properties[name]);
  if (chosen !== undefined) {
    return chosen;
  }
  const specification = specificationOf(seed.type);
  if (isArnName(name)) {
    return genericArn(seed);
  }
  if (specification && name in specification.properties) {
    return generatedName(seed);
  }
  return generatedId(seed, name);
}

function isArnName(name: string): boolean {
  return /Arn$/i.test(name);
}

/** The id of an EC2 resource begins with a prefix for its type; most other services use UUIDs or short texts. */
function generatedId(seed: ResourceSeed, name: string): string {
  const [, service, kind] = seed.type.split('::');
  if (service === 'EC2') {
    return `${ec2Prefix(kind)}-0${seededHex(seedText(seed), 16)}`;
  }
  if (service === 'KMS') {
    return seededUuid(seedText(seed));
  }
  return guessedId(`${seedText(seed)}/${name}`);
}

const EC2_PREFIXES: Record<string, string> = {
  EIP: 'eipalloc',
  FlowLog: 'fl',
  Instance: 'i',
  InternetGateway: 'igw',
  LaunchTemplate: 'lt',
  NatGateway: 'nat',
  NetworkAcl: 'acl',
  NetworkInterface: 'eni',
  RouteTable: 'rtb',
  SecurityGroup: 'sg',
  SecurityGroupEgress: 'sgr',
  SecurityGroupIngress: 'sgr',
  Subnet: 'subnet',
  SubnetNetworkAclAssociation: 'aclassoc',
  SubnetRouteTableAssociation: 'rtbassoc',
  VPC: 'vpc',
  VPCCidrBlock: 'vpc-cidr-assoc',
  VPCEndpoint: 'vpce',
  Volume: 'vol',
};

function ec2Prefix(kind: string): string {
  return EC2_PREFIXES[kind] ?? kind.toLowerCase();
}

/** Fills in the template of an ARN: all placeholders but those of the place get the id of the resource. */
function fillArn(template: string, place: Place, id: string): string {
  return template.replace(/\$\{(\w+)\}/g, (_whole, variable) => {
    switch (variable) {
      case 'Partition':
        return place.partition;
      case 'Region':
        return place.region;
      case 'Account':
        return place.account;
      default:
        return id;
    }
  });
}

function genericArn(seed: ResourceSeed): string {
  const [, service, kind] = seed.type.split('::');
  return arn(
    seed.place,
    service.toLowerCase(),
    `${kind.toLowerCase()}/${guessedId(seedText(seed))}`,
  );
}
