import { Match } from 'aws-cdk-lib/assertions';
import { isOffered, parseDefinition, platformId } from '../lib/definition';
import { estimateCost } from '../lib/cost/estimate';
import { examples, LARGEST, SMALLEST, TYPICAL } from './definitions';
import {
  allResources,
  identityStatements,
  resources,
  synthesize,
} from './synth';

const typical = synthesize(parseDefinition(TYPICAL)).templates;
const dev = synthesize(parseDefinition(SMALLEST)).templates;

describe('Logs and alarms', () => {
  it('R18: count what fails by the structured log of each agent', () => {
    typical.monitoring.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ $.level = "error" }',
      MetricTransformations: [
        Match.objectLike({
          MetricNamespace: 'AgentInfra/shop-prod',
          MetricName: 'Failures-assistant',
        }),
      ],
    });
  });

  it.each(['Errors', 'Failures', 'Throttles', 'Slow'])(
    'R18: ring for each agent: %s',
    kind => {
      const names = alarms().map(({ AlarmName }) => AlarmName);
      expect(names).toEqual(
        expect.arrayContaining([
          `shop-prod-${kind}Assistant`,
          `shop-prod-${kind}Orders`,
        ]),
      );
    },
  );

  it('R28: keep logs for as long as the definition says, encrypted', () => {
    const groups = resources(typical, 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(5);
    groups.forEach(({ Properties }) => {
      expect(Properties).toMatchObject({
        RetentionInDays: 90,
        KmsKeyId: expect.anything(),
      });
    });
  });

  it('R28: have a dashboard of every part', () => {
    const [{ Properties }] = resources(
      typical.monitoring,
      'AWS::CloudWatch::Dashboard',
    );
    expect(Properties.DashboardName).toBe('shop-prod');
    const body = JSON.stringify(Properties.DashboardBody);
    [
      'Load balancer',
      'Agent assistant',
      'Agent orders',
      'Model amazon.nova-lite-v1:0',
      'Service web',
      'Database',
      'Vectors',
      'NAT gateways',
    ].forEach(title => expect(body).toContain(`## ${title}`));
  });

  it.each([
    ['Availability', 'LessThanThreshold', 99.9],
    ['Success', 'LessThanThreshold', 95],
    ['Latency', 'GreaterThanThreshold', 5],
    ['DatabaseCapacity', 'GreaterThanThreshold', 90],
    ['DatabaseLag', 'GreaterThanThreshold', 1000],
    ['UnhealthyWeb', 'GreaterThanOrEqualToThreshold', 1],
    ['SearchErrors', 'GreaterThanThreshold', 5],
    ['NatPorts1', 'GreaterThanThreshold', 0],
  ])('R29: ring for %s when %s %d, by mail', (id, comparison, threshold) => {
    const alarm = alarms().find(
      ({ AlarmName }) => AlarmName === `shop-prod-${id}`,
    );
    expect(alarm).toMatchObject({
      ComparisonOperator: comparison,
      Threshold: threshold,
      AlarmActions: [expect.anything()],
    });
    typical.alerts.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Condition: Match.objectLike({
              ArnLike: {
                'aws:SourceArn':
                  'arn:aws:cloudwatch:us-east-1:111122223333:alarm:shop-prod-*',
              },
            }),
          }),
        ]),
      }),
    });
    typical.alerts.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'on-call@example.com',
    });
  });

  function alarms() {
    return resources(typical.monitoring, 'AWS::CloudWatch::Alarm').map(
      ({ Properties }) => Properties,
    );
  }
});

describe('Audit', () => {
  it('R30: is written to its log by a role that CloudTrail can take, which names no trail when it does', () => {
    const [role] = resources(typical.audit, 'AWS::IAM::Role').filter(
      ({ Properties }) =>
        JSON.stringify(Properties).includes('cloudtrail.amazonaws.com'),
    );
    expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    ]);
  });

  it('R30: records all calls, those of AgentCore among them, in all regions, with proof', () => {
    typical.audit.hasResourceProperties('AWS::CloudTrail::Trail', {
      IsMultiRegionTrail: true,
      EnableLogFileValidation: true,
      KMSKeyId: Match.anyValue(),
      AdvancedEventSelectors: Match.arrayWith([
        Match.objectLike({
          FieldSelectors: Match.arrayWith([
            {
              Field: 'resources.type',
              Equals: ['AWS::BedrockAgentCore::Runtime'],
            },
          ]),
        }),
      ]),
    });
  });

  it('R30: keeps the trail for seven years, and lets nobody change it in prod', () => {
    typical.audit.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 2557 } },
      },
    });
    dev.audit.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockConfiguration: Match.absent(),
    });
  });
});

describe('Tracing', () => {
  it('R31: follows calls through agents', () => {
    expect(resources(typical.agents, 'AWS::Logs::DeliverySource')).toHaveLength(
      2,
    );
    typical.agents.hasResourceProperties('AWS::Logs::DeliverySource', {
      LogType: 'TRACES',
    });
    typical.agents.resourceCountIs('AWS::XRay::ResourcePolicy', 1);
  });

  it('R31: follows calls through services', () => {
    const [{ Properties }] = resources(
      typical.compute,
      'AWS::ECS::TaskDefinition',
    );
    expect(
      Properties.ContainerDefinitions.map(({ Name }: { Name: string }) => Name),
    ).toEqual(['service', 'tracing']);
  });
});

describe.each(Object.entries(examples()))(
  'The %s platform',
  (_, definition) => {
    const { templates } = synthesize(definition);

    it('R33: has a budget with alerts at 80 %, at 100 %, and before it is overrun, where CloudFormation knows budgets', () => {
      const budgets = resources(templates, 'AWS::Budgets::Budget');
      expect(budgets).toHaveLength(
        isOffered(definition.region, 'budget-resource') ? 1 : 0,
      );
      budgets.forEach(({ Properties }) => {
        expect(Properties.Budget).toMatchObject({
          BudgetName: platformId(definition),
          BudgetLimit: { Amount: definition.budget.monthlyUsd, Unit: 'USD' },
        });
        const alerts = Properties.NotificationsWithSubscribers.map(
          ({
            Notification,
          }: {
            Notification: { NotificationType: string; Threshold: number };
          }) => `${Notification.NotificationType} ${Notification.Threshold}`,
        );
        expect(alerts).toEqual(['ACTUAL 80', 'ACTUAL 100', 'FORECASTED 100']);
      });
    });

    it('R13: grants no action on everything but those that know no resources', () => {
      const everywhere = identityStatements(templates)
        .filter(
          ({ Effect, Resource }) =>
            Effect === 'Allow' && [Resource].flat().includes('*'),
        )
        .flatMap(({ Action }) => Action);
      const known = [
        'application-signals:StartDiscovery',
        'cloudwatch:PutMetricData',
        'ec2:DescribeNetworkInterfaces',
        'ecr:GetAuthorizationToken',
        'logs:DescribeResourcePolicies',
        'logs:PutResourcePolicy',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:GetTraceSegmentDestination',
        'xray:PutTelemetryRecords',
        'xray:PutTraceSegments',
        'xray:UpdateTraceSegmentDestination',
      ];
      expect(known).toEqual(expect.arrayContaining([...new Set(everywhere)]));
    });

    it('R13: grants no wildcard of actions but variants of one', () => {
      const wild = identityStatements(templates)
        .flatMap(({ Action }) => Action)
        .filter(action => action.includes('*'));
      expect(
        [...new Set(wild)].filter(action => !/:[A-Z][A-Za-z]+\*$/.test(action)),
      ).toEqual([]);
    });

    it('R35: fits what CloudFormation takes', () => {
      Object.values(templates).forEach(template => {
        const json = template.toJSON();
        const { Resources, Outputs = {}, Parameters = {} } = json;
        expect(Object.keys(Resources).length).toBeGreaterThan(0);
        expect(Object.keys(Resources).length).toBeLessThanOrEqual(500);
        expect(Object.keys(Outputs).length).toBeLessThanOrEqual(200);
        expect(Object.keys(Parameters).length).toBeLessThanOrEqual(200);
        expect(JSON.stringify(json).length).toBeLessThanOrEqual(1_000_000);
      });
    });

    it('R35: says where its door is', () => {
      expect(templates.ingress.findOutputs('EndpointUrl')).toHaveProperty(
        'EndpointUrl',
      );
    });

    it('R34: estimates what it costs', () => {
      const { monthlyUsd, lines } = estimateCost(definition);
      expect(monthlyUsd).toBeGreaterThan(100);
      expect(lines.reduce((sum, line) => sum + line.monthlyUsd, 0)).toBeCloseTo(
        monthlyUsd,
        1,
      );
    });
  },
);

describe('Tags', () => {
  it.each(['   ', ' Sales', 'Sales ', 'aws:Sales', 'Sales & Co'])(
    'R32: are refused where AWS would not take them: %j',
    costCenter => {
      expect(() => parseDefinition({ ...SMALLEST, costCenter })).toThrow(
        'costCenter must be a tag value',
      );
    },
  );
});

describe('Environments', () => {
  it('R34: dev leaves nothing behind', () => {
    const kept = allResources(dev).filter(
      ({ DeletionPolicy }) => DeletionPolicy && DeletionPolicy !== 'Delete',
    );
    expect(kept.map(({ Type, id }) => `${Type} ${id}`)).toEqual([]);
    const buckets = resources(dev, 'AWS::S3::Bucket').length;
    expect(resources(dev, 'Custom::S3AutoDeleteObjects')).toHaveLength(buckets);
  });

  it('R34: prod keeps data, keys and logs', () => {
    [
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::Logs::LogGroup',
      'AWS::Cognito::UserPool',
    ]
      .flatMap(type => resources(typical, type))
      .forEach(({ DeletionPolicy }) =>
        expect(DeletionPolicy).toBe('RetainExceptOnCreate'),
      );
  });

  it('R34: costs more the more there is', () => {
    const cost = (input: typeof TYPICAL) =>
      estimateCost(parseDefinition(input)).monthlyUsd;
    expect(cost(TYPICAL)).toBeGreaterThan(cost(SMALLEST));
    expect(cost(LARGEST)).toBeGreaterThan(cost(TYPICAL));
  });
});

describe('Hostile text', () => {
  it('R34: comes out as plain words', () => {
    const { templates } = synthesize(parseDefinition(LARGEST));
    const text = JSON.stringify(
      Object.values(templates).map(template => template.toJSON()),
    );
    expect(text).not.toContain('🦊');
    expect(text).not.toContain('rm -rf / #');
    expect(text).not.toContain('${Token[1]}');
    resources(templates, 'AWS::BedrockAgentCore::Runtime').forEach(
      ({ Properties }) => {
        expect(Properties.Description).toMatch(/^[\x20-\x7e]{1,200}$/);
      },
    );
  });
});
