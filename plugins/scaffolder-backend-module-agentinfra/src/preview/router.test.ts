import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-common/testUtils';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { ANNOTATION_LOCATION, type Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { agentInfraPlugin } from '../plugin';

const state = createMockDirectory();
const temporary = createMockDirectory({ mockOsTmpDir: true });

const template: Entity = {
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: {
    name: 'bedrock-agent-platform',
    annotations: {
      [ANNOTATION_LOCATION]: `file:${resolve(
        __dirname,
        '../../../../templates/bedrock-agent-platform/template.yaml',
      )}`,
    },
  },
};

function start(entities: Entity[]): Promise<TestBackend> {
  return startTestBackend({
    features: [
      agentInfraPlugin,
      catalogServiceMock.factory({ entities }),
      mockServices.rootConfig.factory({
        data: { agentinfra: { stateDirectory: state.path } },
      }),
    ],
  });
}

interface Request {
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

function ask(
  { server }: TestBackend,
  body: object,
  { headers, signal }: Request = {},
): Promise<Response> {
  return fetch(`http://localhost:${server.port()}/api/agentinfra/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal,
  });
}

describe('the preview of a platform', () => {
  let backend: TestBackend;

  beforeAll(async () => {
    backend = await start([template]);
  });
  afterAll(() => backend?.stop());

  it('says what the platform consists of, how long AWS takes and what it costs', async () => {
    const response = await ask(backend, { definition: exampleDefinition() });

    expect(response.status).toBe(200);
    const plan = await response.json();
    expect(plan).toMatchObject({
      stacks: expect.arrayContaining([
        expect.objectContaining({ name: 'shop-dev-network', dependsOn: [] }),
      ]),
      resourceCount: expect.any(Number),
      prediction: { seconds: expect.any(Number) },
      cost: { monthlyUsd: expect.any(Number) },
      findings: [],
    });
    expect(plan.prediction.seconds).toBeGreaterThan(60);
    expect(plan.cost.monthlyUsd).toBeGreaterThan(10);
    expect(readdirSync(temporary.path)).toEqual([]);
  });

  it('follows what is chosen', async () => {
    const costOf = async (natGateways: 'none' | 'per-zone') => {
      const { network } = exampleDefinition();
      const definition = exampleDefinition({
        network: { ...network, natGateways },
      });
      const response = await ask(backend, { definition });
      return (await response.json()).cost.monthlyUsd;
    };

    expect(await costOf('per-zone')).toBeGreaterThan(await costOf('none'));
  });

  it.each([
    ['a field', { ...exampleDefinition(), account: '12' }, /account/],
    ['a missing field', { name: 'shop' }, /owner is required/],
    ['no definition', undefined, /name is required/],
  ])('names what is wrong: %s', async (_, definition, message) => {
    const response = await ask(backend, { definition });

    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toMatch(message);
  });

  it('is only for people who are signed in', async () => {
    const definition = exampleDefinition();
    const nobody = await ask(
      backend,
      { definition },
      { headers: { authorization: mockCredentials.none.header() } },
    );
    const service = await ask(
      backend,
      { definition },
      { headers: { authorization: mockCredentials.service.header() } },
    );

    expect(nobody.status).toBe(401);
    expect(service.status).toBe(403);
  });

  it('leaves nothing of one that nobody waits for, and goes on with the next', async () => {
    const gone = new AbortController();
    const definition = exampleDefinition({ name: 'first' });
    const first = ask(backend, { definition }, { signal: gone.signal });
    const second = ask(backend, { definition: exampleDefinition() });
    gone.abort();

    await expect(first).rejects.toThrow(/abort/);
    expect((await second).status).toBe(200);
    expect(readdirSync(temporary.path)).toEqual([]);
  });
});

describe('the preview where the template is not in the catalog', () => {
  it('says which template it needs', async () => {
    const backend = await start([]);
    const response = await ask(backend, { definition: exampleDefinition() });

    expect(response.status).toBe(404);
    expect((await response.json()).error.message).toMatch(
      /template:default\/bedrock-agent-platform/,
    );
    await backend.stop();
  });
});
