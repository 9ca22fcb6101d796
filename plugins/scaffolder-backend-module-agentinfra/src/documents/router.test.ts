import {
  createMockDirectory,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { agentInfraPlugin } from '../plugin';

const state = createMockDirectory();
let backend: TestBackend;

beforeAll(async () => {
  state.setContent({
    'secret.md': 'not for anybody',
    repositories: {
      'shop-dev': {
        'README.md': '# Shop',
        docs: { runbooks: { 'index.md': '# Runbooks' }, 'data.json': '{}' },
        config: { 'notes.md': 'not a document' },
      },
      'unseen-dev': { 'README.md': '# Unseen' },
    },
  });
  const platform = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { namespace: 'default', name: 'shop-dev' },
  };
  backend = await startTestBackend({
    features: [
      agentInfraPlugin,
      catalogServiceMock.factory({ entities: [platform] }),
      mockServices.rootConfig.factory({
        data: { agentinfra: { stateDirectory: state.path } },
      }),
    ],
  });
});

afterAll(() => backend?.stop());

const get = (path: string) =>
  fetch(
    `http://localhost:${backend.server.port()}/api/agentinfra/platforms/${path}`,
  );

describe('the documents of a platform', () => {
  it.each([
    ['README.md', '# Shop'],
    ['docs/runbooks/index.md', '# Runbooks'],
  ])('can be read: %s', async (path, text) => {
    const response = await get(`shop-dev/documents/${path}`);

    expect(response.headers.get('content-type')).toMatch('text/markdown');
    expect(await response.text()).toBe(text);
  });

  it.each([
    ['a file that does not exist', 'shop-dev/documents/docs/other.md'],
    ['a file that is no Markdown', 'shop-dev/documents/docs/data.json'],
    ['a file outside docs', 'shop-dev/documents/config/notes.md'],
    ['a file that cannot exist', 'shop-dev/documents/docs/%00.md'],
    [
      'a platform that the catalog does not show',
      'unseen-dev/documents/README.md',
    ],
  ])('do not include %s', async (_, path) => {
    expect((await get(path)).status).toBe(404);
  });

  it.each([
    'shop-dev/documents/docs/..%2F..%2F..%2Fsecret.md',
    'shop-dev/documents/docs/%2E%2E/%2E%2E/%2E%2E/secret.md',
    '..%2F..%2Fsecret/documents/README.md',
  ])('do not lead out of the repository: %s', async path => {
    const response = await get(path);

    expect(response.ok).toBe(false);
    expect(await response.text()).not.toContain('not for anybody');
  });
});
