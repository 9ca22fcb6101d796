import {
  AGENT_CORE_REGIONS,
  RegionName,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { seededNumber } from './random';

/** An availability zone as one account sees it. */
export interface Zone {
  /** Such as `us-east-1a`. */
  readonly name: string;
  /** Such as `use1-az1`; the same place for every account. */
  readonly id: string;
}

/**
 * The availability zones of a region. As in AWS, each account maps the names to the ids in its own order; here it follows from the
 * account id.
 */
export function zonesOf(account: string, region: string): Zone[] {
  const ids = zoneIds(region);
  const shift = seededNumber(`${account}/${region}`, ids.length);
  return ids.map((_, index) => ({
    name: `${region}${String.fromCharCode('a'.charCodeAt(0) + index)}`,
    id: ids[(index + shift) % ids.length],
  }));
}

function zoneIds(region: string): readonly string[] {
  if (Object.hasOwn(AGENT_CORE_REGIONS, region)) {
    return AGENT_CORE_REGIONS[region as RegionName].zoneIds;
  }
  const [area, direction, number] = region.split(/-(?=[^-]+-\d+$)|-(?=\d+$)/);
  const prefix = `${area}${(direction ?? '')
    .replace('north', 'n')
    .replace('south', 's')
    .replace('east', 'e')
    .replace('west', 'w')
    .replace('central', 'c')}${number ?? ''}`;
  return [1, 2, 3].map(zone => `${prefix}-az${zone}`);
}
