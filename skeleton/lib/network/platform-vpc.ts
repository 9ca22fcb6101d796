import { CrossStackReferences, Fn, ReferenceStrength, Tags } from 'aws-cdk-lib';
import {
  CfnInternetGateway,
  CfnRoute,
  CfnRouteTable,
  CfnSubnet,
  CfnSubnetRouteTableAssociation,
  CfnVPC,
  CfnVPCGatewayAttachment,
  ISubnet,
  IVpc,
  Subnet,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { AGENT_CORE_REGIONS, Definition, platformId } from '../definition';
import { acknowledge } from '../shared/acknowledge';
import { constructId } from '../shared/names';
import { subnetCidr, Tier } from './address-plan';

/** Properties of a {@link PlatformVpc}. */
export interface PlatformVpcProps {
  /** The definition of the platform. */
  readonly definition: Definition;
}

/** A subnet and its route table. */
interface ZonedSubnet {
  readonly subnet: CfnSubnet;
  readonly routeTable: CfnRouteTable;
}

/**
 * The VPC: four tiers of subnets in each zone. Zones are chosen by zone **id**, because AgentCore runs in some zones only,
 * and zone names mean different zones in every account. Private tiers get no route out here; the egress stack adds it, in
 * parallel with the stacks that do not need it.
 */
export class PlatformVpc extends Construct {
  /** The VPC as other constructs use it. */
  readonly vpc: IVpc;
  /** The ids of the zones, such as `use1-az1`. */
  readonly zoneIds: readonly string[];
  /** The ids of the route tables of the application and agents tiers, one per zone. */
  readonly privateRouteTableIds: readonly string[];

  private readonly subnets: Record<Tier, ISubnet[]>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PlatformVpcProps,
  ) {
    super(scope, id);
    const { region, network } = props.definition;
    this.zoneIds = AGENT_CORE_REGIONS[region].zoneIds.slice(
      0,
      network.availabilityZones,
    );
    const vpcId = this.makeVpc();
    const privateTables = this.zoneIds.map((_, zone) =>
      this.routeTable(`PrivateRoutes${zone + 1}`, vpcId),
    );
    this.privateRouteTableIds = privateTables.map(
      table => table.attrRouteTableId,
    );
    const publicTable = this.publicRouteTable(vpcId);
    const dataTable = this.routeTable('DataRoutes', vpcId);
    const zoned: Record<Tier, ZonedSubnet[]> = {
      public: this.makeTier('public', vpcId, () => publicTable),
      application: this.makeTier(
        'application',
        vpcId,
        zone => privateTables[zone],
      ),
      agents: this.makeTier('agents', vpcId, zone => privateTables[zone]),
      data: this.makeTier('data', vpcId, () => dataTable),
    };
    this.vpc = this.asVpc(vpcId, zoned);
    this.subnets = {
      public: this.importSubnets('public', zoned.public),
      application: this.importSubnets('application', zoned.application),
      agents: this.importSubnets('agents', zoned.agents),
      data: this.importSubnets('data', zoned.data),
    };
  }

  /**
   * The subnets of a tier, one in each zone.
   *
   * @param tier - the tier
   */
  tier(tier: Tier): ISubnet[] {
    return this.subnets[tier];
  }

  /** Makes the VPC itself, and returns its id. */
  private makeVpc(): string {
    const { definition } = this.props;
    const resource = new CfnVPC(this, 'Resource', {
      cidrBlock: definition.network.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
    });
    Tags.of(resource).add('Name', platformId(definition));
    // Another address block means another VPC, which CloudFormation refuses while other stacks use this one.
    CrossStackReferences.of(resource).produce(ReferenceStrength.STRONG);
    acknowledge(
      resource,
      'Nothing is ever placed in the default security group: every part names its own.',
      'NIST.800.53.R5-VPCDefaultSecurityGroupClosed',
    );
    acknowledge(
      resource,
      'Its flow log is in the stack of the audit, so that what waits for the network does not wait for a log.',
      'AwsSolutions-VPC7',
      'NIST.800.53.R5-VPCFlowLogsEnabled',
    );
    return resource.attrVpcId;
  }

  private routeTable(id: string, vpcId: string): CfnRouteTable {
    const table = new CfnRouteTable(this, id, { vpcId });
    Tags.of(table).add('Name', table.node.path);
    return table;
  }

  private publicRouteTable(vpcId: string): CfnRouteTable {
    const gateway = new CfnInternetGateway(this, 'InternetGateway');
    const attachment = new CfnVPCGatewayAttachment(
      this,
      'InternetGatewayAttachment',
      { vpcId, internetGatewayId: gateway.attrInternetGatewayId },
    );
    const table = this.routeTable('PublicRoutes', vpcId);
    const route = new CfnRoute(this, 'PublicDefaultRoute', {
      routeTableId: table.attrRouteTableId,
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: gateway.attrInternetGatewayId,
    });
    route.addResourceDependency(attachment);
    acknowledge(
      route,
      'The public tier holds load balancers and NAT gateways alone, and they need the internet.',
      'NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW',
    );
    return table;
  }

  /**
   * Makes the subnets of a tier.
   *
   * @param routeTable - the route table of a zone, by its index from 0
   */
  private makeTier(
    tier: Tier,
    vpcId: string,
    routeTable: (zone: number) => CfnRouteTable,
  ): ZonedSubnet[] {
    const { definition } = this.props;
    return this.zoneIds.map((zoneId, zone) => {
      const id = `${constructId('', tier)}${zone + 1}`;
      const subnet = new CfnSubnet(this, `${id}Subnet`, {
        vpcId,
        availabilityZoneId: zoneId,
        cidrBlock: subnetCidr(definition.network.cidr, tier, zone),
        mapPublicIpOnLaunch: false,
      });
      Tags.of(subnet).add(
        'Name',
        `${platformId(definition)}-${tier}-${zoneId}`,
      );
      Tags.of(subnet).add('agentinfra:tier', tier);
      const table = routeTable(zone);
      new CfnSubnetRouteTableAssociation(this, `${id}Routes`, {
        subnetId: subnet.attrSubnetId,
        routeTableId: table.attrRouteTableId,
      });
      return { subnet, routeTable: table };
    });
  }

  private importSubnets(tier: Tier, zoned: ZonedSubnet[]): ISubnet[] {
    return zoned.map(({ subnet, routeTable }, zone) =>
      Subnet.fromSubnetAttributes(this, `${tier}${zone + 1}`, {
        subnetId: subnet.attrSubnetId,
        availabilityZone: subnet.attrAvailabilityZone,
        routeTableId: routeTable.attrRouteTableId,
      }),
    );
  }

  private asVpc(vpcId: string, zoned: Record<Tier, ZonedSubnet[]>): IVpc {
    const ids = (tier: Tier) =>
      zoned[tier].map(({ subnet }) => subnet.attrSubnetId);
    const tables = (tier: Tier) =>
      zoned[tier].map(({ routeTable }) => routeTable.attrRouteTableId);
    return Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId,
      vpcCidrBlock: this.props.definition.network.cidr,
      availabilityZones: zoned.public.map(({ subnet }) =>
        Fn.getAtt(subnet.logicalId, 'AvailabilityZone').toString(),
      ),
      publicSubnetIds: ids('public'),
      publicSubnetNames: ['public'],
      publicSubnetRouteTableIds: tables('public'),
      privateSubnetIds: [...ids('application'), ...ids('agents')],
      privateSubnetNames: ['application', 'agents'],
      privateSubnetRouteTableIds: [
        ...tables('application'),
        ...tables('agents'),
      ],
      isolatedSubnetIds: ids('data'),
      isolatedSubnetNames: ['data'],
      isolatedSubnetRouteTableIds: tables('data'),
    });
  }
}
