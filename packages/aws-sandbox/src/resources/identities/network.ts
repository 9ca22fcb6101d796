import { asText } from '../../json';
import { arn } from '../arn';
import { seededHex, seededSuffix, seededUuid } from '../random';
import { generatedName, ResourceSeed, seedText } from '../seed';
import { IdentityRules } from './rule';

/** Networks and their edge. */
export const NETWORK: IdentityRules = {
  'AWS::EC2::EIP': seed => {
    const address = `52.${seededOctets(seed)}`;
    return {
      physicalId: address,
      values: {
        PublicIp: address,
        AllocationId: `eipalloc-0${seededHex(seedText(seed), 16)}`,
      },
      chosen: false,
    };
  },
  'AWS::EC2::VPCGatewayAttachment': seed => ({
    physicalId: `${seed.properties.InternetGatewayId ? 'IGW' : 'VGW'}|${asText(
      seed.properties.VpcId,
    )}`,
    values: {
      AttachmentType: seed.properties.InternetGatewayId ? 'IGW' : 'VGW',
    },
    chosen: true,
  }),
  'AWS::EC2::Route': seed => {
    const destination =
      asText(seed.properties.DestinationCidrBlock) ??
      asText(seed.properties.DestinationIpv6CidrBlock) ??
      asText(seed.properties.DestinationPrefixListId) ??
      '';
    return {
      physicalId: `${asText(seed.properties.RouteTableId)}|${destination}`,
      values: { CidrBlock: destination },
      chosen: true,
    };
  },
  'AWS::Route53::HostedZone': seed => {
    const id = `Z${seededSuffix(seedText(seed), 20)}`;
    return {
      physicalId: id,
      arn: arn(seed.place, 'route53', `hostedzone/${id}`, {
        region: false,
        account: false,
      }),
      values: { Id: id },
      chosen: false,
    };
  },
  'AWS::CertificateManager::Certificate': seed => {
    const certificateArn = arn(
      seed.place,
      'acm',
      `certificate/${seededUuid(seedText(seed))}`,
    );
    return {
      physicalId: certificateArn,
      arn: certificateArn,
      values: { CertificateArn: certificateArn },
      chosen: false,
    };
  },
  'AWS::WAFv2::WebACL': seed => {
    const name = asText(seed.properties.Name) ?? generatedName(seed);
    const id = seededUuid(seedText(seed));
    const scope =
      seed.properties.Scope === 'CLOUDFRONT' ? 'global' : 'regional';
    return {
      physicalId: `${name}|${id}|${asText(seed.properties.Scope)}`,
      arn: arn(seed.place, 'wafv2', `${scope}/webacl/${name}/${id}`),
      values: { Name: name, Id: id },
      chosen: 'Name' in seed.properties,
    };
  },
};

/** The last three numbers of an IPv4 address. */
function seededOctets(seed: ResourceSeed): string {
  return [0, 1, 2]
    .map(index => parseInt(seededHex(`${seedText(seed)}/${index}`, 2), 16))
    .join('.');
}
