import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  SandboxProcess,
  startSandboxProcess,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import scaffolderEntityModel from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import { eventsServiceFactory } from '@backstage/plugin-events-node';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import agentInfra from './index';

const ROOT = resolve(__dirname, '../../..');
const state = createMockDirectory();

let sandbox: SandboxProcess;
let backend: TestBackend;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
  backend = await startTestBackend({
    features: [
      catalogPlugin,
      scaffolderEntityModel,
      scaffolderPlugin,
      agentInfra,
      eventsServiceFactory,
      mockServices.rootConfig.factory({
        data: {
          backend: { baseUrl: 'http://localhost' },
          agentinfra: {
            stateDirectory: state.path,
            sandbox: { url: sandbox.url },
            deploy: { pollInterval: 50 },
          },
          catalog: {
            processingInterval: { seconds: 1 },
            locations: [
              {
                type: 'file',
                target: resolve(
                  ROOT,
                  'templates/bedrock-agent-platform/template.yaml',
                ),
                rules: [{ allow: ['Template'] }],
              },
              {
                type: 'file',
                target: resolve(ROOT, 'examples/org.yaml'),
                rules: [{ allow: ['Group', 'User'] }],
              },
            ],
          },
        },
      }),
    ],
  });
});

afterAll(async () => {
  await backend?.stop();
  await sandbox?.stop();
});

const values = {
  name: 'shop',
  description: 'Answers questions',
  owner: 'group:default/agents-team',
  environment: 'dev',
  account: '123456789012',
  region: 'eu-west-1',
  agents: [
    { name: 'assistant', modelId: 'amazon.nova-lite-v1:0', protocol: 'HTTP' },
  ],
  observability: { alarmEmail: 'oncall@example.com', logRetentionDays: 30 },
  budget: { monthlyUsd: 200 },
  costCenter: 'CC-1234',
};

async function api<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(
    `http://localhost:${backend.server.port()}/api/${path}`,
    body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
  );
  if (!response.ok) {
    throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }
  return (await response.json()) as T;
}

/** Asks until there is an answer, because the catalog and the scaffolder work on their own time. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) {
      return answer;
    }
    await sleep(200);
  }
}

const entity = (kind: string, name: string) =>
  api<Entity>(`catalog/entities/by-name/${kind}/default/${name}`);

interface Task {
  status: string;
  output?: Record<string, unknown>;
}

/** Runs the template as the form does, and gives its end and its log. */
async function create(parameters: object) {
  await eventually(() => entity('template', 'bedrock-agent-platform'));
  await eventually(() => entity('group', 'agents-team'));
  const { id } = await api<{ id: string }>('scaffolder/v2/tasks', {
    templateRef: 'template:default/bedrock-agent-platform',
    values: parameters,
  });
  const task = await eventually(async () => {
    const current = await api<Task>(`scaffolder/v2/tasks/${id}`);
    return ['open', 'processing'].includes(current.status)
      ? undefined
      : current;
  });
  const events = await api<
    { type: string; body: { message: string; output?: object } }[]
  >(`scaffolder/v2/tasks/${id}/events`);
  return {
    status: task.status,
    log: events.map(({ body }) => body.message).join('\n'),
    output: events.find(({ type }) => type === 'completion')?.body.output,
  };
}

describe('a backend with the scaffolder, the catalog and this module', () => {
  it('makes a platform of what the form holds, and shows it in the catalog', async () => {
    const { status, log, output } = await create(values);

    expect(log).toContain('shop-dev-network: created');
    expect(status).toBe('completed');
    expect(JSON.stringify(output)).toContain('component:default/shop-dev');

    const platform = await entity('component', 'shop-dev');
    expect(platform).toMatchObject({
      metadata: { description: 'Answers questions' },
      spec: {
        type: 'bedrock-agent-platform',
        owner: 'group:default/agents-team',
      },
    });
    const relations = platform.relations?.map(({ targetRef }) => targetRef);
    expect(relations).toEqual(
      expect.arrayContaining([
        'group:default/agents-team',
        'component:default/shop-dev-agent-assistant',
        'resource:default/shop-dev-database',
      ]),
    );
    for (const { url } of platform.metadata.links ?? []) {
      expect(url.startsWith(`${sandbox.url}/console/123456789012/`)).toBe(true);
    }
    expect(
      JSON.parse(
        readFileSync(
          state.resolve('repositories/shop-dev/config/platform.json'),
          'utf8',
        ),
      ),
    ).toMatchObject(values);
  });

  it('makes it once, however often it is asked', async () => {
    await create(values);
    const { status, log } = await create(values);

    expect(status).toBe('completed');
    expect(log).toContain('holds shop-dev already');
    expect(log).toContain('shop-dev-network: unchanged');
  });

  it('refuses a name that is taken, before anything is made', async () => {
    await create(values);

    const { status, log } = await create({
      ...values,
      account: '210987654321',
    });

    expect(status).toBe('failed');
    expect(log).toMatch(
      /name: shop-dev is taken: the catalog has component:default\/shop-dev/,
    );
    expect(log).not.toContain('Deploying');
  });

  it('names the field of a wrong input', async () => {
    const { status, log } = await create({
      ...values,
      name: 'other',
      owner: 'group:default/nobody',
    });

    expect(status).toBe('failed');
    expect(log).toContain('owner: there is no group:default/nobody');
  });

  it('says what a platform takes before it is made, and synthesizes it once for both', async () => {
    const definition = { ...values, name: 'looked-at' };
    const assemblies = () => readdirSync(state.resolve('assemblies')).length;
    const before = assemblies();
    const plan = await api<SynthesisPlan>('agentinfra/preview', { definition });

    const { log } = await create(definition);

    expect(log).toContain(
      `${plan.stacks.length} stacks with ${plan.resourceCount} resources`,
    );
    expect(assemblies()).toBe(before + 1);
  });
});
