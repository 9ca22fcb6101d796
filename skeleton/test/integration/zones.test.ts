import {
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  Subnet,
} from '@aws-sdk/client-ec2';
import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
} from '@aws-sdk/client-ecs';
import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { TIERS } from '../../lib/network/address-plan';
import {
  DeployedPlatform,
  itIf,
  itOnAws,
  ownDefinition,
  sandbox,
} from '../deployed';

const definition = ownDefinition();
const platform = new DeployedPlatform(definition);
const ec2 = new EC2Client(platform.client);

/**
 * What must hold for a platform to live through the loss of a zone. The loss itself is an exercise, because it disturbs
 * whoever uses the platform: docs/runbooks/failover.md.
 */
describe('the loss of a zone', () => {
  it('R3: the network stands in as many zones as the definition says', async () => {
    expect(await zoneIds()).toHaveLength(definition.network.availabilityZones);
  });

  itOnAws('R7: each tier has a subnet in each zone', async () => {
    const subnets = await allSubnets();
    const zones = await zoneIds();
    TIERS.forEach(tier => {
      const found = subnets
        .filter(({ Tags = [] }) =>
          Tags.some(
            ({ Key, Value }) => Key === 'agentinfra:tier' && Value === tier,
          ),
        )
        .map(({ AvailabilityZoneId }) => AvailabilityZoneId);
      expect(found.sort()).toEqual(zones);
    });
  });

  itIf(
    !sandbox && definition.network.natGateways === 'per-zone',
    sandbox
      ? 'a sandbox runs no resources'
      : `the platform has ${definition.network.natGateways} NAT gateways`,
  )(
    'R4: each private route goes through a NAT gateway of its own zone',
    async () => {
      const filter = [await vpcFilter()];
      const subnets = new Map(
        (await allSubnets()).map(({ SubnetId, AvailabilityZoneId }) => [
          SubnetId,
          AvailabilityZoneId,
        ]),
      );
      const { NatGateways = [] } = await ec2.send(
        new DescribeNatGatewaysCommand({ Filter: filter }),
      );
      const gateways = new Map(
        NatGateways.filter(({ State }) => State === 'available').map(
          ({ NatGatewayId, SubnetId }) => [NatGatewayId, subnets.get(SubnetId)],
        ),
      );
      const { RouteTables = [] } = await ec2.send(
        new DescribeRouteTablesCommand({ Filters: filter }),
      );
      const routes = RouteTables.flatMap(({ Associations = [], Routes = [] }) =>
        Routes.filter(({ NatGatewayId }) => NatGatewayId).flatMap(
          ({ NatGatewayId }) =>
            Associations.map(({ SubnetId }) => ({
              from: subnets.get(SubnetId),
              to: gateways.get(NatGatewayId),
            })),
        ),
      );
      expect(routes).not.toEqual([]);
      expect(routes.filter(({ from, to }) => from !== to)).toEqual([]);
    },
  );

  itOnAws('R5: each endpoint stands in each zone', async () => {
    const { VpcEndpoints = [] } = await ec2.send(
      new DescribeVpcEndpointsCommand({ Filters: [await vpcFilter()] }),
    );
    const lacking = VpcEndpoints.filter(
      ({ VpcEndpointType, State, SubnetIds = [] }) =>
        VpcEndpointType === 'Interface' &&
        (State?.toLowerCase() !== 'available' ||
          SubnetIds.length < definition.network.availabilityZones),
    );
    expect(VpcEndpoints).not.toEqual([]);
    expect(lacking.map(({ ServiceName }) => ServiceName)).toEqual([]);
  });

  itIf(
    !sandbox && definition.environment !== 'dev',
    sandbox ? 'a sandbox runs no resources' : 'dev may run on one task',
  )('R20: the tasks of each service stand in two zones or more', async () => {
    const ecs = new ECSClient(platform.client);
    const { ClusterName: cluster } = await platform.outputs('compute');
    const services = await platform.resources('compute', 'AWS::ECS::Service');
    for (const service of services) {
      const { taskArns = [] } = await ecs.send(
        new ListTasksCommand({ cluster, serviceName: service }),
      );
      const { tasks = [] } = await ecs.send(
        new DescribeTasksCommand({ cluster, tasks: taskArns }),
      );
      const zones = new Set(tasks.map(task => task.availabilityZone));
      expect({ service, zones: zones.size > 1 }).toEqual({
        service,
        zones: true,
      });
    }
  });

  itOnAws('R8: the load balancers find their targets healthy', async () => {
    const balancing = new ElasticLoadBalancingV2Client(platform.client);
    const groups = await platform.resources(
      'compute',
      'AWS::ElasticLoadBalancingV2::TargetGroup',
    );
    for (const group of groups) {
      const { TargetHealthDescriptions = [] } = await balancing.send(
        new DescribeTargetHealthCommand({ TargetGroupArn: group }),
      );
      const states = TargetHealthDescriptions.map(
        ({ TargetHealth }) => TargetHealth?.State,
      );
      expect({ group, healthy: states.includes('healthy') }).toEqual({
        group,
        healthy: true,
      });
    }
  });
});

async function zoneIds(): Promise<string[]> {
  const { ZoneIds } = await platform.outputs('network');
  return ZoneIds.split(',').sort();
}

async function vpcFilter() {
  const { VpcId } = await platform.outputs('network');
  return { Name: 'vpc-id', Values: [VpcId] };
}

async function allSubnets(): Promise<Subnet[]> {
  const { Subnets = [] } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [await vpcFilter()] }),
  );
  return Subnets;
}
