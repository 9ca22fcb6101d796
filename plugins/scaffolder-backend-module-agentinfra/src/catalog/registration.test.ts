import { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { createRepositories } from '../repositories';
import { registerRemote } from './registration';

const integrations = ScmIntegrations.fromConfig(new ConfigReader({}));
const disk = createMockDirectory();

describe('registerRemote', () => {
  it('has the catalog forget a platform that it does not show, and read it anew', async () => {
    const target = 'https://github.com/acme/shop/tree/main/catalog-info.yaml';
    let locations: string[] = [];
    const history: string[][] = [];
    const catalog = catalogServiceMock.mock({
      addLocation: async location => {
        locations = [...new Set([...locations, location.target])];
        history.push(locations);
        return {
          location: {
            id: '1',
            type: 'url',
            target: location.target,
            entityRef: 'location:default/shop',
          },
          entities: [],
        };
      },
      removeLocationById: async () => {
        locations = [];
        history.push(locations);
      },
    });

    const { registerAnew } = await registerRemote(
      {
        catalog,
        credentials: mockCredentials.user(),
        logger: mockServices.logger.mock(),
        repoContentsUrl: 'https://github.com/acme/shop/blob/main',
        catalogInfoPath: '/catalog-info.yaml',
      },
      {
        integrations,
        repositories: createRepositories(disk.path, integrations),
        author: { name: 'Ada', email: 'ada@example.com' },
        definition: exampleDefinition(),
        links: [],
      },
    );
    history.length = 0;
    await registerAnew();

    expect(history).toEqual([[target], [], [target]]);
  });
});
