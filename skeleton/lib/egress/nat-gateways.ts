import { CfnEIP, CfnNatGateway, CfnRoute, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** Properties of {@link NatGateways}. */
export interface NatGatewaysProps {
  /** The public subnets that get a gateway each, in the order of the zones; one serves all zones. */
  readonly publicSubnets: readonly ISubnet[];
  /** The route tables of the private tiers, in the order of the zones. */
  readonly privateRouteTableIds: readonly string[];
}

/** The NAT gateways, through which the private tiers reach the internet, and nothing reaches them. */
export class NatGateways extends Construct {
  /** The ids of the gateways, in the order of the zones. */
  readonly natGatewayIds: readonly string[];

  constructor(scope: Construct, id: string, props: NatGatewaysProps) {
    super(scope, id);
    const gateways = props.publicSubnets.map(({ subnetId }, zone) => {
      const address = new CfnEIP(this, `Address${zone + 1}`, { domain: 'vpc' });
      return new CfnNatGateway(this, `Gateway${zone + 1}`, {
        subnetId,
        allocationId: address.attrAllocationId,
      });
    });
    this.natGatewayIds = gateways.map(gateway => gateway.attrNatGatewayId);
    props.privateRouteTableIds.forEach((routeTableId, zone) => {
      new CfnRoute(this, `DefaultRoute${zone + 1}`, {
        routeTableId,
        destinationCidrBlock: '0.0.0.0/0',
        natGatewayId: this.natGatewayIds[zone % gateways.length],
      });
    });
  }
}
