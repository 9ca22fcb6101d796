import { AGENT_CORE_REGIONS, parseDefinition } from '../lib/definition';
import { ENDPOINT_SERVICES } from '../lib/egress/endpoint-policies';
import { subnetCidr, TIERS } from '../lib/network/address-plan';
import { LARGEST, SMALLEST, TYPICAL } from './definitions';
import { resources, Statement, synthesize } from './synth';

const smallest = synthesize(parseDefinition(SMALLEST)).templates;
const typical = synthesize(parseDefinition(TYPICAL)).templates;
const largest = synthesize(parseDefinition(LARGEST)).templates;
/** Another block, no NAT, and images of other accounts, of the same region and of another one. */
const closed = synthesize(
  parseDefinition({
    ...SMALLEST,
    network: { cidr: '192.168.16.0/20', natGateways: 'none' },
    services: [
      { name: 'a', path: '/a', image: imageOf('222233334444', 'us-east-1') },
      { name: 'b', path: '/b', image: imageOf('333344445555', 'eu-west-1') },
    ],
  }),
).templates;

describe('VPC', () => {
  it('R1: has 10.0.0.0/16 unless the definition says otherwise', () => {
    typical.network.hasResourceProperties('AWS::EC2::VPC', {
      CidrBlock: '10.0.0.0/16',
    });
    closed.network.hasResourceProperties('AWS::EC2::VPC', {
      CidrBlock: '192.168.16.0/20',
    });
  });

  it.each(['10.0.0.0/16', '172.16.0.0/18', '192.168.240.0/20'])(
    'R2: cuts %s into subnets that lie inside it and do not overlap',
    cidr => {
      const blocks = TIERS.flatMap(tier =>
        [0, 1, 2].map(zone => range(subnetCidr(cidr, tier, zone))),
      ).sort(([one], [other]) => one - other);
      const [start, end] = range(cidr);
      expect(blocks[0][0]).toBeGreaterThanOrEqual(start);
      expect(blocks[blocks.length - 1][1]).toBeLessThanOrEqual(end);
      blocks.slice(1).forEach(([from], index) => {
        expect(from).toBeGreaterThan(blocks[index][1]);
      });
    },
  );
});

describe('Subnets', () => {
  it.each([
    ['two zones by default', smallest, 2],
    ['three zones when asked for', largest, 3],
  ])('R2: stand in four tiers in each of %s', (_, templates, zones) => {
    const tiers = resources(templates, 'AWS::EC2::Subnet').map(
      ({ Properties }) => [
        tag(Properties, 'agentinfra:tier'),
        Properties.AvailabilityZoneId,
      ],
    );
    expect(tiers).toHaveLength(4 * zones);
    TIERS.forEach(tier => {
      const zonesOfTier = tiers
        .filter(([of]) => of === tier)
        .map(([, id]) => id);
      expect(new Set(zonesOfTier).size).toBe(zones);
    });
  });

  it('R3: stand in zones that take AgentCore runtimes, by zone id', () => {
    const { zoneIds } = AGENT_CORE_REGIONS['us-east-1'];
    resources(typical, 'AWS::EC2::Subnet').forEach(({ Properties }) => {
      expect(zoneIds).toContain(Properties.AvailabilityZoneId);
      expect(Properties).not.toHaveProperty('AvailabilityZone');
    });
  });

  it('R4: give nothing an address on the internet by themselves', () => {
    resources(typical, 'AWS::EC2::Subnet').forEach(({ Properties }) => {
      expect(Properties.MapPublicIpOnLaunch).toBe(false);
    });
  });
});

describe('Way out', () => {
  it('R4: has a NAT gateway per zone in prod, and a route of each private zone through its own', () => {
    expect(resources(typical.egress, 'AWS::EC2::NatGateway')).toHaveLength(2);
    const gateways = resources(typical.egress, 'AWS::EC2::Route').map(
      ({ Properties }) => JSON.stringify(Properties.NatGatewayId),
    );
    expect(new Set(gateways).size).toBe(2);
  });

  it('R4: has a single NAT gateway in dev, for all zones', () => {
    expect(resources(smallest.egress, 'AWS::EC2::NatGateway')).toHaveLength(1);
    expect(resources(smallest.egress, 'AWS::EC2::Route')).toHaveLength(2);
  });

  it('R4: has none where the definition wants none', () => {
    closed.egress.resourceCountIs('AWS::EC2::NatGateway', 0);
    closed.egress.resourceCountIs('AWS::EC2::Route', 0);
  });

  it('R4: gives the data tier none, and the private tiers no direct one', () => {
    const routes = resources(typical.network, 'AWS::EC2::Route');
    expect(routes).toHaveLength(1);
    expect(JSON.stringify(routes[0].Properties.RouteTableId)).toContain(
      'PublicRoutes',
    );
    const dataRoutes = resources(typical, 'AWS::EC2::Route').filter(
      ({ Properties }) => JSON.stringify(Properties).includes('DataRoutes'),
    );
    expect(dataRoutes).toEqual([]);
  });

  it('R5: reaches S3 by a gateway endpoint', () => {
    typical.egress.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      ServiceName: 'com.amazonaws.us-east-1.s3',
    });
  });

  it.each(ENDPOINT_SERVICES)(
    'R5: reaches %s in every zone without leaving the network',
    service => {
      const endpoint = resources(typical.egress, 'AWS::EC2::VPCEndpoint').find(
        ({ Properties }) =>
          Properties.ServiceName === `com.amazonaws.us-east-1.${service}`,
      );
      expect(endpoint?.Properties).toMatchObject({
        VpcEndpointType: 'Interface',
        PrivateDnsEnabled: true,
      });
      expect(endpoint?.Properties.SubnetIds).toHaveLength(2);
    },
  );
});

describe('Endpoints', () => {
  const statementsOf = (templates: typeof typical) =>
    resources(templates.egress, 'AWS::EC2::VPCEndpoint').flatMap(
      ({ Properties: { ServiceName, PolicyDocument } }) =>
        PolicyDocument.Statement.map((statement: Statement) => ({
          service: ServiceName.replace(/^com\.amazonaws\.[a-z0-9-]+\./, ''),
          ...statement,
        })),
    ) as (Statement & { readonly service: string })[];
  const statements = statementsOf(typical);

  it('R5: let identities of this account through alone, but where calls bear none', () => {
    const others = statements.filter(
      ({ Condition }) =>
        !JSON.stringify(Condition ?? {}).includes(
          '"aws:PrincipalAccount":"111122223333"',
        ),
    );
    expect(
      others.map(({ service, Action, Resource }) => [
        service,
        Action,
        Resource,
      ]),
    ).toEqual([
      [
        's3',
        's3:GetObject',
        [
          'arn:aws:s3:::al2023-repos-us-east-1-de612dc2/*',
          'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
        ],
      ],
      // Callers of agents may show a token instead.
      ...['bedrock-agentcore', 'bedrock-agentcore.gateway'].map(service => [
        service,
        'bedrock-agentcore:*',
        [
          'arn:aws:bedrock-agentcore:us-east-1:111122223333:*',
          'arn:aws:bedrock-agentcore:us-east-1:aws:*',
        ],
      ]),
    ]);
  });

  it('R5: lead to resources of this account alone, but for actions that name none', () => {
    const everything = statements.filter(({ Resource }) =>
      [Resource].flat().includes('*'),
    );
    expect(
      everything.map(({ service, Action }) => `${service} ${Action}`),
    ).toEqual([
      's3 s3:*',
      'ecr.api ecr:GetAuthorizationToken',
      'ecr.dkr ecr:GetAuthorizationToken',
      'monitoring cloudwatch:*',
      'sts sts:GetCallerIdentity',
      'xray xray:*',
    ]);
    expect(everything[0].Condition).toMatchObject({
      StringEquals: { 'aws:ResourceAccount': '111122223333' },
    });
  });

  it('R5: lead to the images of other accounts that services are made from', () => {
    expect(
      statementsOf(closed).find(({ Action }) => Action === 'ecr:*'),
    ).toMatchObject({
      Resource: [
        'arn:aws:ecr:us-east-1:111122223333:repository/*',
        'arn:aws:ecr:us-east-1:222233334444:repository/*',
      ],
    });
  });
});

describe('Security groups', () => {
  const groups = typical.network.findResources('AWS::EC2::SecurityGroup');
  const ingress = resources(typical.network, 'AWS::EC2::SecurityGroupIngress');

  it('R6: let the internet in at the public load balancer alone, on 80 and 443', () => {
    const open = Object.entries(groups).flatMap(([id, { Properties }]) =>
      (Properties.SecurityGroupIngress ?? []).map(
        (rule: { CidrIp?: string; FromPort: number }) => [
          id,
          rule.CidrIp,
          rule.FromPort,
        ],
      ),
    );
    expect(open).toEqual([
      [expect.stringContaining('PublicLoadBalancer'), '0.0.0.0/0', 80],
      [expect.stringContaining('PublicLoadBalancer'), '0.0.0.0/0', 443],
    ]);
    ingress.forEach(({ Properties }) => {
      expect(Properties).not.toHaveProperty('CidrIp');
    });
  });

  it.each([
    ['Services', 'PublicLoadBalancer', 80],
    ['Services', 'InternalLoadBalancer', 80],
    ['InternalLoadBalancer', 'Services', 443],
    ['Endpoints', 'Agents', 443],
    ['DatabaseProxy', 'Agents', 5432],
    ['DatabaseProxy', 'Services', 5432],
    ['Search', 'Agents', 443],
  ])('R6: chain %s to %s on %i', (to, from, port) => {
    expect(edges()).toContainEqual([
      `SecurityGroups${to}`,
      `SecurityGroups${from}`,
      port,
    ]);
  });

  it('R6: let nobody but the proxy reach the database', () => {
    expect(edges().filter(([to]) => to === 'SecurityGroupsDatabase')).toEqual([
      ['SecurityGroupsDatabase', 'SecurityGroupsDatabaseProxy', 5432],
    ]);
  });

  it('R6: open one port at a time', () => {
    resources(typical, 'AWS::EC2::SecurityGroupIngress').forEach(
      ({ Properties }) => {
        expect(Properties.IpProtocol).toBe('tcp');
        expect(Properties.FromPort).toBe(Properties.ToPort);
      },
    );
  });

  function edges() {
    return ingress.map(({ Properties }) => [
      logicalId(Properties.GroupId),
      logicalId(Properties.SourceSecurityGroupId),
      Properties.FromPort,
    ]);
  }
});

describe('Flow log', () => {
  it('R7: records all traffic, encrypted', () => {
    typical.audit.hasResourceProperties('AWS::EC2::FlowLog', {
      ResourceType: 'VPC',
      TrafficType: 'ALL',
    });
    resources(typical.audit, 'AWS::Logs::LogGroup').forEach(
      ({ Properties }) => {
        expect(Properties.KmsKeyId).toBeDefined();
      },
    );
  });
});

describe('Zones', () => {
  it.each([
    ['typical', typical, 2],
    ['largest', largest, 3],
  ])(
    'R7: the %s platform goes on without any one of them',
    (_, templates, zones) => {
      const spread = [
        ...resources(
          templates,
          'AWS::ElasticLoadBalancingV2::LoadBalancer',
        ).map(({ Properties }) => Properties.Subnets),
        ...resources(templates, 'AWS::ECS::Service').map(
          ({ Properties }) =>
            Properties.NetworkConfiguration.AwsvpcConfiguration.Subnets,
        ),
        ...resources(templates, 'AWS::BedrockAgentCore::Runtime').map(
          ({ Properties }) =>
            Properties.NetworkConfiguration.NetworkModeConfig.Subnets,
        ),
        ...resources(templates, 'AWS::RDS::DBSubnetGroup').map(
          ({ Properties }) => Properties.SubnetIds,
        ),
      ];
      expect(spread.length).toBeGreaterThan(4);
      spread.forEach(subnets => expect(subnets).toHaveLength(zones));
    },
  );
});

function tag(
  { Tags }: { Tags: { Key: string; Value: string }[] },
  key: string,
) {
  return Tags.find(({ Key }) => Key === key)?.Value;
}

function range(cidr: string): [number, number] {
  const [address, prefix] = cidr.split('/');
  const start = address
    .split('.')
    .reduce((number, octet) => number * 256 + Number(octet), 0);
  return [start, start + 2 ** (32 - Number(prefix)) - 1];
}

/** The name of the construct behind a `Fn::GetAtt`: its logical id without the hash. */
function logicalId(value: { 'Fn::GetAtt': string[] }): string {
  return value['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '');
}

/** An image in the ECR of an account. */
function imageOf(account: string, region: string): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com/web:1`;
}
