/** The tiers of subnets, in the order of their addresses. */
export const TIERS = ['public', 'application', 'agents', 'data'] as const;

/** A tier of subnets. */
export type Tier = (typeof TIERS)[number];

/** Number of blocks of a tier: three zones at most, and one to spare. */
const BLOCKS_PER_TIER = 4;

/**
 * The address block of a subnet. The VPC is cut into sixteen equal blocks, four for each tier, so that a zone or a tier can
 * be added without moving existing subnets.
 *
 * @param vpcCidr - block of the VPC, /16 to /20
 * @param tier - tier of the subnet
 * @param zone - index of the zone, from 0
 * @returns such as `10.0.64.0/20`
 */
export function subnetCidr(vpcCidr: string, tier: Tier, zone: number): string {
  const [address, prefix] = vpcCidr.split('/');
  const base = address
    .split('.')
    .reduce((number, octet) => number * 256 + Number(octet), 0);
  const subnetPrefix = Number(prefix) + 4;
  const block = TIERS.indexOf(tier) * BLOCKS_PER_TIER + zone;
  const start = base + block * 2 ** (32 - subnetPrefix);
  const octets = [24, 16, 8, 0].map(
    shift => Math.floor(start / 2 ** shift) % 256,
  );
  return `${octets.join('.')}/${subnetPrefix}`;
}
