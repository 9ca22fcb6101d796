import { Construct } from 'constructs';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { EndpointPolicies } from './endpoint-policies';
import { GatewayEndpoint } from './gateway-endpoint';
import { InterfaceEndpoints } from './interface-endpoints';
import { NatGateways } from './nat-gateways';

/** Properties of the {@link EgressStack}. */
export interface EgressStackProps extends PlatformStackProps {
  /** The network that gets endpoints and NAT gateways. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
}

/** The way out of the network: to AWS services through endpoints, to the internet through NAT. */
export class EgressStack extends PlatformStack {
  /** The NAT gateways, if the definition asks for any. */
  readonly nat?: NatGateways;

  constructor(scope: Construct, props: EgressStackProps) {
    super(scope, 'egress', 'Way out of the network', props);
    const { definition, network, securityGroups } = props;
    const policies = new EndpointPolicies(this, definition);
    new GatewayEndpoint(this, 'S3', {
      region: definition.region,
      policies,
      vpc: network.vpc,
      routeTableIds: network.privateRouteTableIds,
    });
    new InterfaceEndpoints(this, 'Endpoints', {
      region: definition.region,
      policies,
      vpc: network.vpc,
      subnets: network.tier('application'),
      securityGroup: securityGroups.of('endpoints'),
    });

    const { natGateways } = definition.network;
    if (natGateways !== 'none') {
      const publicSubnets = network.tier('public');
      this.nat = new NatGateways(this, 'Nat', {
        publicSubnets:
          natGateways === 'single' ? publicSubnets.slice(0, 1) : publicSubnets,
        privateRouteTableIds: network.privateRouteTableIds,
      });
    }
  }
}
