import { createRequire } from 'node:module';
import {
  AGENT_CORE_REGIONS,
  Definition,
  DefinitionError,
  isOffered,
  parseDefinition,
  REGION_NAMES,
  RegionalFeature,
  RegionName,
} from '../lib/definition';
import { endpointServices } from '../lib/egress/endpoint-policies';
import { examples, LARGEST, SMALLEST, TYPICAL } from './definitions';
import { allResources, resources, Statement, synthesize } from './synth';

/** As much of everything as a definition takes in a region, with the longest names. */
function longest(region: RegionName): Definition {
  const offers = (feature: RegionalFeature) => isOffered(region, feature);
  return parseDefinition({
    ...LARGEST,
    region,
    network: {
      ...LARGEST.network,
      availabilityZones: AGENT_CORE_REGIONS[region].zoneIds.length,
    },
    agents: LARGEST.agents.map(agent => ({
      ...agent,
      memory: offers('memory'),
      artifact: 'container',
    })),
    knowledgeBase: { enabled: offers('knowledge-base') },
  });
}

/** In the region whose name is longest; few names hold it. */
const REGION = 'ap-southeast-1';
const templates = synthesize(longest(REGION)).templates;

/** Limits that the schemas of CloudFormation do not have, by type and property. */
const NAME_LIMITS: Readonly<Record<string, RegExp>> = {
  // AWS Budgets API Reference, "Budget".
  'AWS::Budgets::Budget Budget BudgetName': /^[^:\\]{1,100}$/,
  // AWS Certificate Manager API Reference, "RequestCertificate".
  'AWS::CertificateManager::Certificate DomainName': /^.{1,64}$/,
  // Amazon Cognito Developer Guide, "Configuring a user pool domain".
  'AWS::Cognito::UserPoolDomain Domain':
    /^(?!.*(aws|amazon|cognito))[a-z0-9](-?[a-z0-9]){0,62}$/,
  // Amazon RDS User Guide, "RDS Proxy".
  'AWS::RDS::DBProxy DBProxyName': /^[A-Za-z](-?[A-Za-z0-9]){0,62}$/,
};

/** What the validator finds; the part of its interface that is used here. */
interface SchemaValidator {
  validate(template: object, region: string): Finding[];
}

interface Finding {
  readonly severity: string;
  readonly ruleId: string;
  readonly message: string;
  readonly entity?: { readonly logicalId: string };
  readonly propertyPath?: string;
}

/** The validator of CloudFormation's schemas, which the CDK brings along. */
const cloudFormation = createRequire(require.resolve('aws-cdk-lib'))(
  '@aws/cloudformation-validate',
);
const schemas: SchemaValidator = new cloudFormation.SchemaValidator();

function templateOf(template: object): object {
  return new cloudFormation.TemplateContent(JSON.stringify(template));
}

/** How the types of resources begin that a feature is made of. */
const TYPES_OF_FEATURES: Partial<Record<RegionalFeature, string[]>> = {
  memory: ['AWS::BedrockAgentCore::Memory'],
  'knowledge-base': ['AWS::Bedrock::KnowledgeBase', 'AWS::Bedrock::DataSource'],
  'serverless-search': ['AWS::OpenSearchServerless::'],
  'budget-resource': ['AWS::Budgets::Budget'],
};

describe('Templates', () => {
  it.each(Object.entries({ ...examples(), longest: longest(REGION) }))(
    'R35: conform to the schemas of CloudFormation, and have names that it takes: %s',
    (_, definition) => {
      const findings = Object.entries(synthesize(definition).templates).flatMap(
        ([stack, template]) =>
          schemas
            .validate(templateOf(template.toJSON()), definition.region)
            .filter(({ severity }) => ['FATAL', 'ERROR'].includes(severity))
            .map(
              ({ ruleId, entity, propertyPath, message }) =>
                `${stack} ${entity?.logicalId} ${propertyPath}: ${ruleId} ${message}`,
            ),
      );
      expect(findings).toEqual([]);
    },
  );
});

describe('The longest platform', () => {
  it.each(Object.entries(NAME_LIMITS))(
    'R35: has names of %s that the service takes, where its schema does not say it',
    (property, limit) => {
      const [type, ...path] = property.split(' ');
      resources(templates, type)
        .map(({ Properties }) =>
          path.reduce((value, key) => value[key], Properties),
        )
        .forEach(name => expect(name).toMatch(limit));
    },
  );

  it('R35: gives each name once', () => {
    const names = allResources(templates)
      .flatMap(({ Type, Properties = {} }) =>
        Object.entries(Properties)
          .filter(
            ([key, value]) => NAMES.test(key) && typeof value === 'string',
          )
          .map(([key, value]) => `${Type} ${key} ${value}`),
      )
      .filter(name => !OTHER_NAMES.some(type => name.startsWith(type)));
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual(
      [],
    );
  });

  it('R13: has policies that IAM takes', () => {
    resources(templates, 'AWS::IAM::ManagedPolicy').forEach(({ Properties }) =>
      expect(sizeOf(Properties.PolicyDocument)).toBeLessThanOrEqual(6144),
    );
    const inline = new Map<string, number>();
    allResources(templates)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .forEach(({ stack, Properties }) =>
        Properties.Roles.forEach(({ Ref }: { Ref: string }) => {
          const role = `${stack} ${Ref}`;
          const size = sizeOf(Properties.PolicyDocument);
          inline.set(role, (inline.get(role) ?? 0) + size);
        }),
      );
    expect(inline.size).toBeGreaterThan(30);
    expect([...inline].filter(([, size]) => size > 10_240)).toEqual([]);
  });

  it('R28: has a dashboard that CloudWatch takes', () => {
    const [{ Properties }] = resources(
      templates.monitoring,
      'AWS::CloudWatch::Dashboard',
    );
    const widgets: { type: string; properties: { alarms?: unknown[] } }[] =
      JSON.parse(textOf(Properties.DashboardBody)).widgets;
    expect(widgets.length).toBeLessThanOrEqual(500);
    const shown = widgets.flatMap(({ properties: { alarms = [] } }) => [
      alarms.length,
    ]);
    shown.forEach(alarms => expect(alarms).toBeLessThanOrEqual(100));
    expect(shown.reduce((sum, alarms) => sum + alarms, 0)).toBe(
      resources(templates, 'AWS::CloudWatch::Alarm').length,
    );
  });
});

describe('A region', () => {
  const oneOfEachType = Object.fromEntries(
    allResources(templates)
      .filter(({ Type }) => !Type.startsWith('Custom::'))
      .map(({ Type }) => [Type.replaceAll(':', ''), { Type }]),
  );

  it.each(REGION_NAMES)(
    'R34: %s has each type of resource that a platform there may have',
    region => {
      const unknown = schemas
        .validate(templateOf({ Resources: oneOfEachType }), region)
        .flatMap(({ ruleId, message }) =>
          ruleId === 'F3006' ? message.split("'")[1] : [],
        );
      const lacked = Object.entries(TYPES_OF_FEATURES)
        .filter(([feature]) => !isOffered(region, feature as RegionalFeature))
        .flatMap(([, types]) => types);
      expect(
        unknown.filter(type => !lacked.some(each => type.startsWith(each))),
      ).toEqual([]);
    },
  );

  it.each(REGION_NAMES)(
    'R35: %s leaves room in the names of the CDK that bear it',
    region => {
      const account = LARGEST.account;
      expect(`cdk-hnb659fds-assets-${account}-${region}`.length).toBeLessThan(
        64,
      );
      expect(
        `cdk-hnb659fds-cfn-exec-role-${account}-${region}`.length,
      ).toBeLessThan(65);
    },
  );
});

describe('What a region does not offer', () => {
  const asked = {
    ...LARGEST,
    region: 'ap-southeast-7' as const,
    search: { enabled: true },
    knowledgeBase: { enabled: true },
  };

  it('R34: is refused, field by field', () => {
    let problems: DefinitionError['problems'] = [];
    try {
      parseDefinition(asked);
    } catch (error) {
      ({ problems } = error as DefinitionError);
    }
    expect([...new Set(problems.map(({ path }) => path))]).toEqual([
      ...[0, 4, 8, 12, 16].map(index => `agents[${index}].memory`),
      'search.kind',
      'knowledgeBase.enabled',
    ]);
  });

  it('R5: has no endpoint: of knowledge bases', () => {
    expect(endpointServices('us-west-1')).not.toContain(
      'bedrock-agent-runtime',
    );
    expect(endpointServices('us-west-2')).toContain('bedrock-agent-runtime');
  });

  it('R33: is done without: in AWS GovCloud there are no budgets', () => {
    const region = 'us-gov-west-1';
    const platform = synthesize(parseDefinition({ ...SMALLEST, region }));
    expect(platform.templates).not.toHaveProperty('cost');
  });
});

describe('A name', () => {
  it.each(['awsome-shop', 'ssm-tools', 'sg-tools'])(
    'R27: that AWS keeps for itself is refused: %s',
    name => {
      expect(() => parseDefinition({ ...SMALLEST, name })).toThrow(
        'name must not begin with',
      );
    },
  );

  it('R27: may be like one that AWS keeps for itself', () => {
    expect(() =>
      parseDefinition({ ...SMALLEST, name: 'my-aws-sg' }),
    ).not.toThrow();
  });
});

describe('A domain', () => {
  it('R10: that is longer than a certificate takes is refused', () => {
    const withRecord = (recordName: string) =>
      parseDefinition({
        ...TYPICAL,
        domain: { ...TYPICAL.domain, recordName },
      });
    const room = 64 - '.example.com'.length;
    expect(() => withRecord('a'.repeat(room))).not.toThrow();
    expect(() => withRecord('a'.repeat(room + 1))).toThrow(DefinitionError);
  });
});

/** Properties that hold the name of a resource. */
const NAMES = /^(Name|[A-Za-z]+Name|Domain)$/;

/** Properties that look like it and hold the name of something else. */
const OTHER_NAMES = [
  'AWS::Bedrock::DataSource Name',
  'AWS::CloudWatch::Alarm MetricName',
  'AWS::EC2::EIP Domain',
  'AWS::EC2::VPCEndpoint ServiceName',
  'AWS::OpenSearchServerless::Collection CollectionGroupName',
  'AWS::RDS::DBProxyTargetGroup TargetGroupName',
];

/** Characters of the longest ARNs of what a platform makes: of a runtime, and of a repository named by CloudFormation. */
const ARN_LENGTHS = { runtime: 127, other: 160 };

/**
 * The size of a policy, as IAM counts it, with each value that is known when it is deployed at its longest.
 *
 * Source: AWS IAM User Guide, "IAM and AWS STS quotas".
 */
function sizeOf(policy: { Statement: Statement[] }): number {
  return textOf(policy, value =>
    'x'.repeat(
      JSON.stringify(value).includes('AgentRuntimeArn')
        ? ARN_LENGTHS.runtime
        : ARN_LENGTHS.other,
    ),
  ).length;
}

/** A value of a template as text, in which something stands for what is known when it is deployed. */
function textOf(
  value: unknown,
  standIn: (intrinsic: object) => string = () => 'x',
): string {
  const resolve = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) {
      return part;
    }
    const [[key, inner] = ['', undefined]] = Object.entries(part);
    if (key === 'Fn::Join') {
      const [separator, parts] = inner as [string, unknown[]];
      return parts.map(resolve).join(separator);
    }
    if (key === 'Ref' || key.startsWith('Fn::')) {
      return standIn(part);
    }
    return Array.isArray(part)
      ? part.map(resolve)
      : Object.fromEntries(
          Object.entries(part).map(([name, each]) => [name, resolve(each)]),
        );
  };
  const resolved = resolve(value);
  return typeof resolved === 'string' ? resolved : JSON.stringify(resolved);
}
