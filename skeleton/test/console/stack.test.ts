import { Match, Template } from 'aws-cdk-lib/assertions';
import { parseDefinition } from '../../lib/definition';
import { SMALLEST, TYPICAL } from '../definitions';
import { synthesize } from '../synth';

const withoutSignIn = synthesize(parseDefinition(SMALLEST)).templates;
const withSignIn = synthesize(parseDefinition(TYPICAL)).templates;
const open = withoutSignIn.console;
const signedIn = withSignIn.console;

/** The containers of the console's task, by their names. */
function containers(template: Template) {
  const [task] = Object.values(
    template.findResources('AWS::ECS::TaskDefinition'),
  );
  return Object.fromEntries(
    task.Properties.ContainerDefinitions.map((container: { Name: string }) => [
      container.Name,
      container,
    ]),
  );
}

/** The statements of the role that the console's code has, by their ids. */
function permissions(template: Template): string[] {
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .map(({ Sid }: { Sid?: string }) => Sid ?? '')
    .filter(Boolean);
}

describe.each([
  ['that lets everybody in', open],
  ['with sign-in', signedIn],
])('the console of a platform %s', (_, template) => {
  it('R20: runs as nobody in particular, on a file system that nobody can write to', () => {
    const { code, console } = containers(template);

    expect(console).toMatchObject({
      User: '1000',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
      MountPoints: [{ ContainerPath: '/code', ReadOnly: true }],
    });
    expect(code).toMatchObject({
      ReadonlyRootFilesystem: true,
      LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
    });
  });

  it('R20: starts when its code is there', () => {
    const { code, console } = containers(template);

    expect(console.DependsOn).toEqual([
      { Condition: 'SUCCESS', ContainerName: 'code' },
    ]);
    expect(code).toMatchObject({
      Essential: false,
      EntryPoint: ['aws'],
      Command: [
        ...['s3', 'cp', '--only-show-errors'],
        expect.anything(),
        '/code/main.js',
      ],
    });
  });

  it('R6: is reached by the path /console, and from the root', () => {
    template.hasResourceProperties(
      'AWS::ElasticLoadBalancingV2::ListenerRule',
      {
        Conditions: [
          {
            Field: 'path-pattern',
            PathPatternConfig: { Values: ['/console', '/console/*'] },
          },
        ],
      },
    );
    template.hasResourceProperties(
      'AWS::ElasticLoadBalancingV2::ListenerRule',
      {
        Actions: [
          Match.objectLike({
            RedirectConfig: Match.objectLike({ Path: '/console/' }),
          }),
        ],
      },
    );
  });
});

it('R12: people sign in before they reach the console', () => {
  signedIn.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
    Actions: [
      Match.objectLike({ Type: 'authenticate-cognito', Order: 1 }),
      Match.objectLike({ Type: 'forward', Order: 2 }),
    ],
  });
});

it('R14: the console verifies who signed in', () => {
  const names = (template: Template) =>
    containers(template).console.Environment.map(
      ({ Name }: { Name: string }) => Name,
    );

  expect(names(signedIn)).toContain('SIGN_IN');
  expect(names(open)).not.toContain('SIGN_IN');
});

it('R13: the console may call the agents, and none where people bring tokens of their own', () => {
  for (const template of [open, signedIn]) {
    expect(permissions(template)).toEqual(
      expect.arrayContaining(['ReadOwnCode', 'FindAgents']),
    );
    expect(permissions(template)).not.toContain('CallAgents');
  }
  const callers = {
    Roles: Match.arrayWith([
      {
        'Fn::GetStackOutput': Match.objectLike({
          StackName: Match.stringLikeRegexp('console$'),
          OutputName: Match.stringLikeRegexp('TaskRole'),
        }),
      },
    ]),
    PolicyDocument: {
      Statement: [
        {
          Sid: 'CallAgents',
          Effect: 'Allow',
          Action: 'bedrock-agentcore:InvokeAgentRuntime',
          Resource: [Match.anyValue(), Match.anyValue()],
        },
      ],
    },
  };
  withoutSignIn.access.hasResourceProperties(
    'AWS::IAM::ManagedPolicy',
    callers,
  );
  withSignIn.access.resourcePropertiesCountIs(
    'AWS::IAM::ManagedPolicy',
    callers,
    0,
  );
});

it('R4: there is no console without a way to the internet, where its images are', () => {
  const { templates } = synthesize(
    parseDefinition({ ...SMALLEST, network: { natGateways: 'none' } }),
  );

  expect(templates.console).toBeUndefined();
});

it.each(['/console', '/console/', '/console/x', '/console*'])(
  'R6: no service takes the path %s from the console',
  path => {
    const services = [
      { name: 'web', image: 'public.ecr.aws/nginx/nginx:1.29', path },
    ];

    expect(() => parseDefinition({ ...SMALLEST, services })).toThrow(
      /must not begin with \/console/,
    );
  },
);
