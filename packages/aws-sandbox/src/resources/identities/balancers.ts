import { asText } from '../../json';
import { arn } from '../arn';
import { seededHex, seededSuffix } from '../random';
import { Identity, ResourceSeed, seedText } from '../seed';
import { IdentityRules } from './rule';

/** Elastic Load Balancing. */
export const BALANCERS: IdentityRules = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': seed => {
    const name = asText(seed.properties.Name) ?? shortName(seed);
    const kind = seed.properties.Type === 'network' ? 'net' : 'app';
    const full = `${kind}/${name}/${seededHex(seedText(seed), 16)}`;
    return elb(seed, 'LoadBalancerArn', `loadbalancer/${full}`, {
      LoadBalancerName: name,
      LoadBalancerFullName: full,
    });
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': seed => {
    const name = asText(seed.properties.Name) ?? shortName(seed);
    const full = `targetgroup/${name}/${seededHex(seedText(seed), 16)}`;
    return elb(seed, 'TargetGroupArn', full, {
      TargetGroupName: name,
      TargetGroupFullName: full,
    });
  },
  'AWS::ElasticLoadBalancingV2::Listener': seed => {
    const balancer = (asText(seed.properties.LoadBalancerArn) ?? '')
      .split(':loadbalancer/')
      .at(-1);
    return elb(
      seed,
      'ListenerArn',
      `listener/${balancer}/${seededHex(seedText(seed), 16)}`,
    );
  },
  'AWS::ElasticLoadBalancingV2::ListenerRule': seed => {
    const listener = (asText(seed.properties.ListenerArn) ?? '')
      .split(':listener/')
      .at(-1);
    return elb(
      seed,
      'RuleArn',
      `listener-rule/${listener}/${seededHex(seedText(seed), 16)}`,
    );
  },
};

/** The ids of the service are ARNs; only balancers and target groups have names. */
function elb(
  seed: ResourceSeed,
  arnAttribute: string,
  resource: string,
  values: Record<string, string> = {},
): Identity {
  const resourceArn = arn(seed.place, 'elasticloadbalancing', resource);
  return {
    physicalId: resourceArn,
    arn: resourceArn,
    values: { [arnAttribute]: resourceArn, ...values },
    chosen: 'Name' in seed.properties,
  };
}

/** Load balancers and target groups have names of at most 32 characters. */
function shortName(seed: ResourceSeed): string {
  return `${seed.stackName.slice(0, 6)}-${seed.logicalId.slice(
    0,
    12,
  )}-${seededSuffix(seedText(seed), 12)}`.replace(/--+/g, '-');
}
