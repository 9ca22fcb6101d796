import { Match, Template } from 'aws-cdk-lib/assertions';
import { DefinitionInput, parseDefinition } from '../lib/definition';
import { LARGEST, SMALLEST, TYPICAL } from './definitions';
import { identityStatements, resources, Statement, synthesize } from './synth';

const smallest = synthesize(parseDefinition(SMALLEST)).templates;
const typical = synthesize(parseDefinition(TYPICAL)).templates;
const largest = synthesize(parseDefinition(LARGEST)).templates;

describe('Runtimes', () => {
  it('R13: stand in the agents tier, one for each agent', () => {
    const runtimes = resources(largest, 'AWS::BedrockAgentCore::Runtime');
    expect(runtimes).toHaveLength(20);
    runtimes.forEach(({ Properties }) => {
      expect(Properties.AgentRuntimeName).toMatch(
        /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/,
      );
      expect(Properties.NetworkConfiguration.NetworkMode).toBe('VPC');
      expect(
        JSON.stringify(
          Properties.NetworkConfiguration.NetworkModeConfig.Subnets,
        ),
      ).toMatch(/Agents1Subnet.*Agents2Subnet/);
    });
    const names = runtimes.map(({ Properties }) => Properties.AgentRuntimeName);
    expect(new Set(names).size).toBe(20);
  });

  it('R13: have a role each, which the runtimes of this account alone can take', () => {
    const runtimes = resources(typical, 'AWS::BedrockAgentCore::Runtime');
    const roles = runtimes.map(
      ({ Properties }) => Properties.RoleArn['Fn::GetAtt'][0],
    );
    expect(new Set(roles).size).toBe(runtimes.length);
    typical.agents.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: Match.objectLike({
        Statement: [
          Match.objectLike({
            Principal: { Service: 'bedrock-agentcore.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '111122223333' },
              ArnLike: {
                'aws:SourceArn':
                  'arn:aws:bedrock-agentcore:us-east-1:111122223333:*',
              },
            },
          }),
        ],
      }),
      PermissionsBoundary: Match.anyValue(),
    });
  });

  it('R13: may write their own log, call their own model, read their own code, and no more', () => {
    const statements = identityStatements(typical).filter(({ policy }) =>
      policy.startsWith('agents/AgentOrdersRole'),
    );
    const allowed = statements.flatMap(({ Action }) => Action);
    expect([...new Set(allowed.flat())].sort()).toEqual([
      'bedrock-agentcore:GetWorkloadAccessToken',
      'bedrock-agentcore:GetWorkloadAccessTokenForJWT',
      'bedrock-agentcore:GetWorkloadAccessTokenForUserId',
      'bedrock:ApplyGuardrail',
      'bedrock:InvokeModel',
      'bedrock:InvokeModelWithResponseStream',
      'cloudwatch:PutMetricData',
      'kms:Decrypt',
      'logs:CreateLogStream',
      'logs:DescribeLogStreams',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:GetObjectVersion',
      'ssm:GetParameter',
      'ssm:GetParametersByPath',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
    expect(of(statements, 'CallModel').Resource).toBe(
      'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
    );
    expect(JSON.stringify(of(statements, 'ReadOwnCode').Resource)).toMatch(
      /[0-9a-f]{64}\.zip/,
    );
  });

  it('R28: may open their log only once it is there, so that it is kept as long as the definition says', () => {
    typical.agents.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'logs:CreateLogGroup',
            Resource: {
              'Fn::GetAtt': [Match.stringLikeRegexp('^AgentOrdersLog'), 'Arn'],
            },
          }),
        ]),
      }),
    });
  });

  it('R13: may call the model of an inference profile in its regions, through the profile alone', () => {
    const statements = identityStatements(typical).filter(({ policy }) =>
      policy.startsWith('agents/AgentAssistantRole'),
    );
    expect(of(statements, 'CallInferenceProfile').Resource).toBe(
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0',
    );
    expect(of(statements, 'CallModelThroughProfile')).toMatchObject({
      Resource:
        'arn:aws:bedrock:*::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0',
      Condition: {
        StringEquals: {
          'bedrock:InferenceProfileArn': expect.stringContaining(
            'inference-profile/us.',
          ),
        },
      },
    });
  });

  it('R13: are called by services alone', () => {
    const callers = identityStatements(typical).filter(({ Action }) =>
      [Action].flat().includes('bedrock-agentcore:InvokeAgentRuntime'),
    );
    expect(callers.map(({ policy }) => policy)).toEqual([
      expect.stringMatching(/^access\/AgentCallers/),
    ]);
    expect(JSON.stringify(callers[0].Resource)).not.toContain('"*"');
  });

  it('R14: refuse who shows no token of the user pool', () => {
    resources(typical, 'AWS::BedrockAgentCore::Runtime').forEach(
      ({ Properties }) => {
        expect(
          Properties.AuthorizerConfiguration.CustomJWTAuthorizer,
        ).toMatchObject({
          AllowedClients: [expect.anything()],
        });
      },
    );
  });

  it('R14: take signed calls alone where there are no users', () => {
    resources(smallest, 'AWS::BedrockAgentCore::Runtime').forEach(
      ({ Properties }) => {
        expect(Properties).not.toHaveProperty('AuthorizerConfiguration');
      },
    );
  });

  it.each([
    [0, 'HTTP'],
    [1, 'MCP'],
    [2, 'A2A'],
  ])(
    'R15: agent %i speaks %s and is told its model by an environment variable',
    (index, protocol) => {
      const { Properties } = resources(
        largest,
        'AWS::BedrockAgentCore::Runtime',
      )[index];
      expect(Properties.ProtocolConfiguration).toBe(protocol);
      expect(Properties.EnvironmentVariables).toMatchObject({
        MODEL_ID: expect.any(String),
        GUARDRAIL_ID: expect.anything(),
      });
    },
  );
});

describe('Artifacts', () => {
  it('R16: are code for Node.js, without Docker', () => {
    expect(
      resources(smallest, 'AWS::BedrockAgentCore::Runtime')[0].Properties
        .AgentRuntimeArtifact.CodeConfiguration,
    ).toMatchObject({ Runtime: 'NODE_22', EntryPoint: ['main.js'] });
  });

  it('R16: are images for arm64 where the definition says so, built while the platform is deployed, with tags that never move', () => {
    const image = resources(largest, 'AWS::BedrockAgentCore::Runtime').find(
      ({ Properties }) =>
        Properties.AgentRuntimeArtifact.ContainerConfiguration,
    );
    expect(
      JSON.stringify(
        image?.Properties.AgentRuntimeArtifact.ContainerConfiguration,
      ),
    ).toMatch(/[0-9a-f]{64}"/);
    const [build] = resources(largest, 'Custom::Image');
    expect(build.Properties.Tag).toMatch(/^[0-9a-f]{64}$/);
    expect(image?.DependsOn).toEqual(
      expect.arrayContaining([expect.stringMatching(/Image/)]),
    );
    largest.agents.hasResourceProperties('AWS::CodeBuild::Project', {
      Environment: Match.objectLike({ Type: 'ARM_CONTAINER' }),
    });
  });

  it('R16: are the same for the same sources, and others for others', () => {
    const again = synthesize(
      parseDefinition({ ...SMALLEST, description: 'Other words' }),
    ).templates;
    const code = ({ agents }: typeof again, index = 0) =>
      resources(agents, 'AWS::BedrockAgentCore::Runtime')[index].Properties
        .AgentRuntimeArtifact.CodeConfiguration.Code;
    expect(code(again)).toEqual(code(smallest));
    expect(code(typical, 1)).not.toEqual(code(typical, 0));
  });

  it('R21: have repositories that are scanned, encrypted and tidy', () => {
    const repositories = resources(largest, 'AWS::ECR::Repository');
    expect(repositories).toHaveLength(11);
    repositories.forEach(({ Properties }) => {
      expect(Properties).toMatchObject({
        ImageScanningConfiguration: { ScanOnPush: true },
        ImageTagMutability: 'IMMUTABLE',
        EncryptionConfiguration: { EncryptionType: 'KMS' },
        LifecyclePolicy: { LifecyclePolicyText: expect.any(String) },
      });
    });
  });
});

describe('Models and knowledge', () => {
  it('R17: go through a guardrail that refuses harm and attacks, and keeps secrets in', () => {
    const [{ Properties }] = resources(smallest, 'AWS::Bedrock::Guardrail');
    const filters = Properties.ContentPolicyConfig.FiltersConfig.map(
      ({ Type }: { Type: string }) => Type,
    );
    expect(filters).toEqual(
      expect.arrayContaining(['HATE', 'VIOLENCE', 'PROMPT_ATTACK']),
    );
    smallest.agents.resourceCountIs('AWS::Bedrock::GuardrailVersion', 1);
    const decrypting = identityStatements(smallest).filter(
      ({ Action, Resource }) =>
        [Action].flat().includes('kms:Decrypt') &&
        JSON.stringify(Resource) === JSON.stringify(Properties.KmsKeyArn),
    );
    expect(decrypting.map(({ policy }) => policy)).toEqual([
      expect.stringMatching(/^agents\/AgentHelperRole/),
    ]);
  });

  it('R17: have a knowledge base with its documents and vectors when asked for', () => {
    typical.knowledge.hasResourceProperties('AWS::Bedrock::KnowledgeBase', {
      StorageConfiguration: Match.objectLike({ Type: 'OPENSEARCH_SERVERLESS' }),
    });
    typical.knowledge.resourceCountIs('AWS::Bedrock::DataSource', 1);
    typical.knowledge.resourceCountIs('AWS::OpenSearchServerless::Index', 1);
    resources(typical, 'AWS::BedrockAgentCore::Runtime').forEach(
      ({ Properties }) => {
        expect(Properties.EnvironmentVariables).toHaveProperty(
          'KNOWLEDGE_BASE_PARAMETER',
        );
      },
    );
    expect(smallest).not.toHaveProperty('knowledge');
  });

  it('R17: remember sessions when asked to, encrypted', () => {
    const memories = resources(typical, 'AWS::BedrockAgentCore::Memory');
    expect(memories).toHaveLength(1);
    expect(memories[0].Properties.EncryptionKeyArn).toBeDefined();
  });
});

describe('Sizes', () => {
  it.each([
    [
      'a bad ratio of CPU and memory',
      { cpu: 256, memoryMiB: 4096 },
      'services[0].memoryMiB must be one of 512, 1024, 2048 with 256 vCPU units',
    ],
    [
      'a CPU that Fargate has not',
      { cpu: 300 },
      'services[0].cpu must be one of 256, 512',
    ],
  ])('R19: refuse %s with the way out', (_, size, message) => {
    const input: DefinitionInput = {
      ...SMALLEST,
      services: [{ name: 'web', image: 'nginx', path: '/', ...size }],
    };
    expect(() => parseDefinition(input)).toThrow(message);
  });

  it.each([
    ['dev', {}, { cpu: 256, memoryMiB: 512 }],
    ['staging', {}, { cpu: 512, memoryMiB: 1024 }],
    ['dev', { cpu: 1024 }, { cpu: 1024, memoryMiB: 2048 }],
    ['staging', { memoryMiB: 4096 }, { cpu: 512, memoryMiB: 4096 }],
  ] as const)(
    'R19: follow the environment %s where the definition says but %j',
    (environment, size, expected) => {
      const { services } = parseDefinition({
        ...SMALLEST,
        environment,
        services: [{ name: 'web', image: 'nginx', path: '/', ...size }],
      });
      expect(services).toMatchObject([expected]);
    },
  );

  it('R19: are those of the tasks', () => {
    typical.compute.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '512',
      Memory: '1024',
    });
  });

  it('R19: keep agents and tasks in the network in every environment', () => {
    [smallest, typical, largest].forEach(templates => {
      resources(templates, 'AWS::BedrockAgentCore::Runtime').forEach(
        ({ Properties }) =>
          expect(Properties.NetworkConfiguration.NetworkMode).toBe('VPC'),
      );
      resources(templates, 'AWS::ECS::Service').forEach(({ Properties }) =>
        expect(
          Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp,
        ).toBe('DISABLED'),
      );
    });
  });

  it('R19: let sessions follow the environment', () => {
    const lifecycle = (templates: typeof typical) =>
      resources(templates, 'AWS::BedrockAgentCore::Runtime')[0].Properties
        .LifecycleConfiguration;
    expect(lifecycle(smallest)).toEqual({
      IdleRuntimeSessionTimeout: 300,
      MaxLifetime: 3600,
    });
    expect(lifecycle(typical)).toEqual({
      IdleRuntimeSessionTimeout: 900,
      MaxLifetime: 28800,
    });
  });
});

describe('Services', () => {
  it('R20: roll back what does not become healthy, and never stop all tasks at once', () => {
    resources(largest, 'AWS::ECS::Service').forEach(({ Properties }) => {
      expect(Properties.DeploymentConfiguration).toMatchObject({
        MinimumHealthyPercent: 100,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      });
      expect(Properties.DesiredCount).toBeGreaterThanOrEqual(2);
    });
  });

  it('R20: grow under load', () => {
    largest.compute.resourceCountIs(
      'AWS::ApplicationAutoScaling::ScalableTarget',
      10,
    );
    largest.compute.resourceCountIs(
      'AWS::ApplicationAutoScaling::ScalingPolicy',
      20,
    );
  });

  it('R20: have file systems that cannot be written to, but for scratch folders in memory', () => {
    resources(largest, 'AWS::ECS::TaskDefinition').forEach(({ Properties }) => {
      Properties.ContainerDefinitions.forEach(
        (container: { ReadonlyRootFilesystem: boolean }) => {
          expect(container.ReadonlyRootFilesystem).toBe(true);
        },
      );
    });
    resources(largest.compute, 'AWS::ECS::TaskDefinition').forEach(
      ({ Properties }) => {
        const [{ LinuxParameters }] = Properties.ContainerDefinitions;
        expect(
          LinuxParameters.Tmpfs.map(
            ({ ContainerPath }: { ContainerPath: string }) => ContainerPath,
          ),
        ).toEqual(['/tmp', '/var/run', '/var/cache/nginx']);
      },
    );
  });

  it('R20: run a copy of an image that they could pull through NAT alone, where there is none', () => {
    const own = '444455556666.dkr.ecr.us-east-1.amazonaws.com/own:1';
    const { compute } = synthesize(
      parseDefinition({
        ...SMALLEST,
        network: { natGateways: 'none' },
        services: [
          { name: 'web', image: 'nginx:1.29', path: '/' },
          { name: 'own', image: own, path: '/own' },
        ],
      }),
    ).templates;
    const copies = compute.findResources('Custom::Image');
    expect(Object.values(copies)).toEqual([
      expect.objectContaining({
        Properties: expect.objectContaining({ Image: 'nginx:1.29' }),
      }),
    ]);
    const [web, other] = resources(compute, 'AWS::ECS::TaskDefinition').map(
      ({ Properties }) => JSON.stringify(Properties.ContainerDefinitions),
    );
    expect(web).not.toContain('nginx:1.29');
    expect(other).toContain('/own:1');
    compute.hasResource('AWS::ECS::Service', {
      DependsOn: Match.arrayWith(Object.keys(copies)),
    });
  });

  it.each([
    [':1.4', ':1.4'],
    [`@sha256:${'0'.repeat(64)}`, `@sha256:${'0'.repeat(64)}`],
    ['', ':latest'],
  ])(
    'R20: may pull their image from ECR, and no other: web%s',
    (reference, pulled) => {
      const registry = '444455556666.dkr.ecr.eu-west-1.';
      const { compute } = synthesize(
        parseDefinition({
          ...SMALLEST,
          services: [
            {
              name: 'web',
              image: `${registry}amazonaws.com/web${reference}`,
              path: '/',
            },
          ],
        }),
      ).templates;
      const [{ Properties }] = resources(compute, 'AWS::ECS::TaskDefinition');
      expect(Properties.ContainerDefinitions[0].Image).toEqual({
        'Fn::Join': [
          '',
          [registry, { Ref: 'AWS::URLSuffix' }, `/web${pulled}`],
        ],
      });
      const pulls = identityStatements({ compute }).filter(({ Action }) =>
        [Action].flat().includes('ecr:BatchGetImage'),
      );
      expect(pulls).toEqual([
        expect.objectContaining({
          Resource: 'arn:aws:ecr:eu-west-1:444455556666:repository/web',
          policy: expect.stringContaining('ExecutionRole'),
        }),
      ]);
    },
  );

  it('R20: get the longest path first', () => {
    const priorities = prioritiesOf(largest.compute);
    expect(priorities[priorities.length - 1][1]).toBe('/*');
    expect(new Set(priorities.map(([priority]) => priority)).size).toBe(10);
  });

  it('R20: keep their place when others come or go', () => {
    const services = LARGEST.services?.slice(1);
    const { compute } = synthesize(
      parseDefinition({ ...LARGEST, services }),
    ).templates;
    const fewer = prioritiesOf(compute);
    expect(fewer).toHaveLength(9);
    expect(prioritiesOf(largest.compute)).toEqual(
      expect.arrayContaining(fewer),
    );
  });
});

/** The priorities of services at the public load balancer, each with its path; the first one first. */
function prioritiesOf(compute: Template): [priority: number, path: string][] {
  return resources(compute, 'AWS::ElasticLoadBalancingV2::ListenerRule')
    .filter(({ Properties }) =>
      JSON.stringify(Properties.ListenerArn).includes('Public'),
    )
    .map(({ Properties }): [number, string] => [
      Properties.Priority,
      Properties.Conditions[0].PathPatternConfig.Values[0],
    ])
    .sort(([one], [other]) => one - other);
}

function of(statements: Statement[], sid: string): Statement {
  const statement = statements.find(({ Sid }) => Sid === sid);
  expect(statement).toBeDefined();
  return statement as Statement;
}
