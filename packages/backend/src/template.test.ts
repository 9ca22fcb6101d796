import {
  definitionSchema,
  FARGATE_SIZES,
  LOG_RETENTION_DAYS,
  parseDefinition,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { TemplateEntityV1beta3 } from '@backstage/plugin-scaffolder-common';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject, JsonValue } from '@backstage/types';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';
import { zodToJsonSchema } from 'zod-to-json-schema';

const ROOT = join(__dirname, '..', '..', '..');
const FORMS = join(ROOT, 'examples', 'forms');

const template: TemplateEntityV1beta3 = parse(
  readFileSync(
    join(ROOT, 'templates', 'bedrock-agent-platform', 'template.yaml'),
    'utf8',
  ),
);
const pages = template.spec.parameters as Schema[];

const forms = Object.fromEntries(
  readdirSync(FORMS).map(file => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(join(FORMS, file), 'utf8')) as JsonObject,
  ]),
);

/** What this test reads of a JSON schema. */
interface Schema extends JsonObject {
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: { then: Schema }[];
  enum?: JsonValue[];
  enumNames?: string[];
}

/** A field, and whether it is required wherever its parent is. */
interface Field extends Schema {
  isRequired: boolean;
}

const RULES = [
  'isRequired',
  'type',
  'enum',
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'default',
  'errorMessage',
];

/** All fields of a schema by their path. */
function fieldsOf(schema: Schema, path = ''): Record<string, Field> {
  const properties: Record<string, Schema> = Object.assign(
    {},
    schema.properties,
    ...(schema.allOf ?? []).map(({ then }) => then.properties),
  );
  return Object.entries(properties).reduce<Record<string, Field>>(
    (fields, [name, field]) => ({
      ...fields,
      [path + name]: {
        ...field,
        isRequired: schema.required?.includes(name) ?? false,
      },
      ...fieldsOf(field, `${path}${name}.`),
      ...(field.items ? fieldsOf(field.items, `${path}${name}[].`) : {}),
    }),
    {},
  );
}

/** What a field must have in common in the form and in the definition. */
function rulesOf(field: Field): JsonObject {
  return Object.fromEntries(
    Object.entries(field).filter(
      ([rule]) =>
        RULES.includes(rule) &&
        // What an object holds by default follows from its fields.
        !(rule === 'default' && field.type === 'object'),
    ),
  );
}

const formFields = Object.assign(
  {},
  ...pages.map(page => fieldsOf(page)),
) as Record<string, Field>;

const definitionFields = fieldsOf(
  zodToJsonSchema(definitionSchema, {
    errorMessages: true,
    $refStrategy: 'none',
  }) as Schema,
);

describe('the form and the definition', () => {
  it('have the same fields, but for the choice that shows the repository', () => {
    expect(Object.keys(formFields).sort()).toEqual(
      [...Object.keys(definitionFields), 'repository'].sort(),
    );
  });

  // Rules that the definition checks in code, where JSON schema has a word for them.
  const inCode: Record<string, JsonObject> = {
    'observability.logRetentionDays': { enum: [...LOG_RETENTION_DAYS] },
    'services[].cpu': { enum: Object.keys(FARGATE_SIZES).map(Number) },
    // Whether it is a repository that the portal can reach is checked when it is asked for.
    repoUrl: {
      pattern: formFields.repoUrl.pattern,
      errorMessage: formFields.repoUrl.errorMessage,
    },
  };

  it.each(Object.keys(definitionFields))('have the same rules for %s', path => {
    expect(rulesOf(formFields[path])).toEqual({
      ...rulesOf(definitionFields[path]),
      ...inCode[path],
    });
  });

  it('have a title and help for every field', () => {
    const bare = Object.entries(formFields).filter(
      ([, { title, description }]) => !title || !description,
    );
    expect(bare).toEqual([]);
  });

  it('have a readable name for every choice', () => {
    const unnamed = Object.entries(formFields).filter(
      ([, { enum: values = [], enumNames = [] }]) =>
        values.length !== enumNames.length,
    );
    expect(unnamed).toEqual([]);
  });

  it('go on to the action field by field', () => {
    const { definition } = template.spec.steps[0].input as {
      definition: JsonObject;
    };
    expect(Object.keys(definition).sort()).toEqual(
      Object.keys(definitionSchema.shape).sort(),
    );
  });
});

describe('the filled-in forms', () => {
  it.each(Object.entries(forms))('%s is a definition', (_, form) => {
    expect(() => parseDefinition(form)).not.toThrow();
  });
});

describe('the portal', () => {
  let server: Awaited<ReturnType<typeof startTestBackend>>['server'];

  beforeAll(async () => {
    ({ server } = await startTestBackend({
      features: [
        scaffolderPlugin,
        catalogServiceMock.factory({ entities: [template] }),
        mockServices.rootConfig.factory({
          // Tasks are accepted and never run.
          data: { scaffolder: { concurrentTasksLimit: 0 } },
        }),
      ],
    }));
  });

  const create = (values: JsonObject) =>
    request(server).post('/api/scaffolder/v2/tasks').send({
      templateRef: 'template:default/bedrock-agent-platform',
      values,
    });

  it.each(Object.entries(forms))('takes the form %s', async (_, form) => {
    const { status, body } = await create(form);
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { id: expect.any(String) },
    });
  });

  it.each<[string, JsonObject, string]>([
    ['a bad name', { name: 'Support' }, 'name'],
    ['a double hyphen', { name: 'a--b' }, 'name'],
    ['an account that is too short', { account: '1234' }, 'account'],
    ['an unknown region', { region: 'mars-north-1' }, 'region'],
    ['an unknown environment', { environment: 'qa' }, 'environment'],
    ['no agents', { agents: [] }, 'agents'],
    ['an agent without a model', { agents: [{ name: 'a' }] }, 'modelId'],
    [
      'a domain without its zone',
      { domain: { enabled: true } },
      'hostedZoneId',
    ],
    ['a bad capacity', { database: { minAcu: 0.3 } }, 'minAcu'],
    ['a port out of range', service({ port: 70000 }), 'port'],
    ['a CPU that Fargate lacks', service({ cpu: 300 }), 'cpu'],
    [
      'a bad mail address',
      { observability: { alarmEmail: 'me' } },
      'alarmEmail',
    ],
    ['a budget of nothing', { budget: { monthlyUsd: 0 } }, 'monthlyUsd'],
    [
      'a repository elsewhere',
      { repository: 'remote', repoUrl: 'x' },
      'repoUrl',
    ],
    ['a repository that is none', { repoUrl: null }, 'repoUrl'],
    [
      'the address of an image',
      service({ image: 'https://public.ecr.aws/nginx/nginx:1.29' }),
      'image',
    ],
    ['an unknown field', { serach: {} }, 'serach'],
    ['an unknown field in a part', { database: { size: 1 } }, 'size'],
  ])('refuses %s and names the field', async (_, values, field) => {
    const { status, body } = await create({ ...forms.smallest, ...values });
    expect(status).toBe(400);
    expect(
      JSON.stringify(body.errors.map(({ stack }: { stack: string }) => stack)),
    ).toContain(field);
  });
});

function service(values: JsonObject): JsonObject {
  return {
    services: [{ name: 'web', image: 'nginx', path: '/', ...values }],
  };
}
