import { Match } from 'aws-cdk-lib/assertions';
import { parseDefinition } from '../lib/definition';
import { LARGEST, SMALLEST, TYPICAL } from './definitions';
import { allResources, resources, synthesize } from './synth';

const typical = synthesize(parseDefinition(TYPICAL)).templates;
const largest = synthesize(parseDefinition(LARGEST)).templates;
const dev = synthesize(
  parseDefinition({ ...SMALLEST, database: { enabled: true } }),
).templates;

describe('Database', () => {
  it('R22: has a writer and a reader that are made at the same time', () => {
    const instances = resources(typical.database, 'AWS::RDS::DBInstance');
    expect(instances).toHaveLength(2);
    instances.forEach(({ Properties, DependsOn }) => {
      expect(Properties).toMatchObject({
        DBInstanceClass: 'db.serverless',
        PubliclyAccessible: false,
      });
      // What they wait for has the retention of the definition, before RDS makes it without one.
      const [log] = Object.keys(
        typical.database.findResources('AWS::Logs::LogGroup', {
          Properties: {
            RetentionInDays: 90,
            LogGroupName: {
              'Fn::Join': [
                '',
                ['/aws/rds/cluster/', Match.anyValue(), '/postgresql'],
              ],
            },
          },
        }),
      );
      expect(DependsOn).toEqual([log]);
    });
  });

  it('R22: can fail over to the reader at once, and be restored to any moment of the days that the definition says', () => {
    largest.database.hasResourceProperties('AWS::RDS::DBCluster', {
      BackupRetentionPeriod: 35,
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 64 },
      StorageEncrypted: true,
      KmsKeyId: Match.anyValue(),
    });
    const tiers = resources(largest.database, 'AWS::RDS::DBInstance').map(
      ({ Properties }) => Properties.PromotionTier,
    );
    // Readers of the tiers 0 and 1 are as large as the writer.
    tiers.forEach(tier => expect(tier).toBeLessThanOrEqual(1));
  });

  it('R22: leaves a snapshot of its data when its stack is deleted in prod alone', () => {
    const policy = ({ database }: typeof typical) =>
      resources(database, 'AWS::RDS::DBCluster')[0];
    expect(policy(typical)).toMatchObject({
      DeletionPolicy: 'Snapshot',
      Properties: { DeletionProtection: true },
    });
    expect(policy(dev)).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtection: false },
    });
  });

  it('R23: is reached through a proxy over all zones by IAM tokens and TLS', () => {
    typical.database.hasResourceProperties('AWS::RDS::DBProxy', {
      RequireTLS: true,
      DefaultAuthScheme: 'IAM_AUTH',
      EngineFamily: 'POSTGRESQL',
    });
    expect(
      resources(typical.database, 'AWS::RDS::DBProxy')[0].Properties
        .VpcSubnetIds,
    ).toHaveLength(2);
    // The proxy itself has no password, and signs in to the cluster as the programs do to it.
    typical.database.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Action: 'rds-db:connect',
            Resource: {
              'Fn::Join': [
                '',
                [
                  Match.anyValue(),
                  { 'Fn::GetAtt': [Match.anyValue(), 'DBClusterResourceId'] },
                  '/platform_app',
                ],
              ],
            },
          }),
        ],
      }),
      Roles: [Match.objectLike({ Ref: Match.stringLikeRegexp('ProxyRole') })],
    });
    dev.database.resourceCountIs('AWS::RDS::DBProxy', 0);
  });

  it('R26: makes, keeps and rotates the password of its administrator itself, and programs need none', () => {
    typical.database.hasResourceProperties('AWS::RDS::DBCluster', {
      ManageMasterUserPassword: true,
      MasterUserSecret: { KmsKeyId: Match.anyValue() },
      MasterUserPassword: Match.absent(),
      EnableIAMDatabaseAuthentication: true,
    });
    typical.access.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Action: 'rds-db:connect',
            Resource: Match.not('*'),
          }),
        ],
      }),
    });
    typical.database.resourceCountIs('Custom::DatabaseUser', 1);
  });

  it('R27: says where it is', () => {
    const names = resources(typical.database, 'AWS::SSM::Parameter').map(
      ({ Properties }) => Properties.Name,
    );
    expect(names.sort()).toEqual(
      ['endpoint', 'name', 'port', 'proxy-id', 'reader-endpoint', 'user'].map(
        name => `/shop-prod/database/${name}`,
      ),
    );
  });
});

describe('Search', () => {
  it('R24: is a serverless collection with a replica in another zone, in the network, encrypted', () => {
    typical.search.hasResourceProperties(
      'AWS::OpenSearchServerless::Collection',
      {
        Type: 'VECTORSEARCH',
        StandbyReplicas: 'ENABLED',
      },
    );
    typical.search.resourceCountIs('AWS::OpenSearchServerless::VpcEndpoint', 1);
    const policies = resources(
      typical.search,
      'AWS::OpenSearchServerless::SecurityPolicy',
    );
    expect(policies.map(({ Properties }) => Properties.Type).sort()).toEqual([
      'encryption',
      'network',
    ]);
    const network = policies.find(
      ({ Properties }) => Properties.Type === 'network',
    );
    expect(JSON.stringify(network?.Properties.Policy)).toContain(
      '\\"AllowFromPublic\\":false',
    );
  });

  it.each([
    [2, 4],
    [3, 3],
  ])(
    'R24: is a domain over %d zones of as many data nodes as AWS takes there when asked for',
    (availabilityZones, InstanceCount) => {
      const { search } = synthesize(
        parseDefinition({
          ...SMALLEST,
          network: { availabilityZones },
          search: { enabled: true, kind: 'domain' },
        }),
      ).templates;
      search.hasResourceProperties('AWS::OpenSearchService::Domain', {
        ClusterConfig: Match.objectLike({
          InstanceCount,
          ZoneAwarenessConfig: { AvailabilityZoneCount: availabilityZones },
        }),
      });
    },
  );

  it('R24: is a domain with masters and encryption when asked for, made once the service may enter the network', () => {
    largest.search.hasResource('AWS::OpenSearchService::Domain', {
      DependsOn: Match.arrayWith([
        ...Object.keys(
          largest.search.findResources('Custom::ServiceLinkedRole'),
        ),
      ]),
    });
    largest.search.hasResourceProperties('AWS::OpenSearchService::Domain', {
      ClusterConfig: Match.objectLike({
        DedicatedMasterCount: 3,
        ZoneAwarenessEnabled: true,
      }),
      EncryptionAtRestOptions: Match.objectLike({ Enabled: true }),
      NodeToNodeEncryptionOptions: { Enabled: true },
      DomainEndpointOptions: Match.objectLike({ EnforceHTTPS: true }),
    });
  });

  it('R24: goes with its stack in prod, so that the network can go, and stays when an update replaces it', () => {
    const { templates } = synthesize(
      parseDefinition({
        ...TYPICAL,
        search: { enabled: true, kind: 'domain' },
        knowledgeBase: { enabled: false },
      }),
    );
    templates.search.hasResource('AWS::OpenSearchService::Domain', {
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Retain',
    });
  });

  it.each([
    ['typical', typical],
    ['largest', largest],
  ])(
    'R24: has names that the service takes in the %s platform',
    (_, { search }) => {
      [
        'AWS::OpenSearchServerless::Collection',
        'AWS::OpenSearchServerless::CollectionGroup',
        'AWS::OpenSearchServerless::SecurityPolicy',
        'AWS::OpenSearchServerless::VpcEndpoint',
      ]
        .flatMap(type => resources(search, type))
        .forEach(({ Properties }) => {
          expect(Properties.Name).toMatch(/^[a-z][a-z0-9-]{2,31}$/);
        });
    },
  );
});

describe('Buckets', () => {
  const buckets = allResources(typical).filter(
    ({ Type }) => Type === 'AWS::S3::Bucket',
  );

  it('R25: hold knowledge sources, logs, and input and output of data automation', () => {
    expect(
      buckets.filter(({ stack }) => stack === 'storage').map(({ id }) => id),
    ).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Logs/),
        expect.stringMatching(/^KnowledgeSources/),
        expect.stringMatching(/^AutomationInput/),
        expect.stringMatching(/^AutomationOutput/),
      ]),
    );
  });

  it.each(buckets.map(({ id, Properties }) => [id, Properties]))(
    'R25: %s is private, encrypted, versioned and tidy',
    (_, properties) => {
      expect(properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: expect.anything(),
        LifecycleConfiguration: expect.anything(),
      });
    },
  );

  it('R25: take TLS alone', () => {
    const policies = resources(typical, 'AWS::S3::BucketPolicy');
    expect(policies).toHaveLength(buckets.length);
    policies.forEach(({ Properties }) => {
      expect(Properties.PolicyDocument.Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    });
  });

  it('R25: encrypt with keys of the platform, but for access logs', () => {
    const algorithms = Object.fromEntries(
      buckets.map(({ id, Properties }) => [
        id.replace(/[0-9A-F]{8}$/, ''),
        Properties.BucketEncryption.ServerSideEncryptionConfiguration[0]
          .ServerSideEncryptionByDefault.SSEAlgorithm,
      ]),
    );
    const { Logs, ...others } = algorithms;
    expect(Logs).toBe('AES256');
    expect(new Set(Object.values(others))).toEqual(new Set(['aws:kms']));
  });
});

describe('Secrets', () => {
  it.each([
    ['typical', typical],
    ['largest', largest],
  ])('R26: are in no template of the %s platform', (_, templates) => {
    const text = JSON.stringify(
      Object.values(templates).map(template => template.toJSON()),
    );
    expect(text).not.toMatch(/\{\{resolve:secretsmanager/);
    expect(text).not.toMatch(/AKIA[0-9A-Z]{16}/);
    allResources(templates).forEach(({ Properties }) => {
      const containers: { Environment?: { Name: string }[] }[] =
        Properties?.ContainerDefinitions ?? [];
      const names = [
        ...Object.keys(Properties?.EnvironmentVariables ?? {}),
        ...containers.flatMap(({ Environment = [] }) =>
          Environment.map(({ Name }) => Name),
        ),
      ];
      names.forEach(name =>
        expect(name).not.toMatch(/secret|password|token|credential/i),
      );
    });
  });

  it('R26: and data are encrypted by keys that rotate, one for each concern', () => {
    const keys = allResources(typical).filter(
      ({ Type }) => Type === 'AWS::KMS::Key',
    );
    keys.forEach(({ Properties }) =>
      expect(Properties.EnableKeyRotation).toBe(true),
    );
    expect(keys.map(({ stack }) => stack).sort()).toEqual([
      'agents',
      'alerts',
      'audit',
      'compute',
      'console',
      'ingress',
      'keys',
      'keys',
      'registry',
      'storage',
      'teardown',
    ]);
  });
});
