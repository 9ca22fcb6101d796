import { resolve } from 'node:path';
import { readDefinition } from '@agentinfra/backstage-plugin-agentinfra-node';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ANNOTATION_LOCATION, type Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { warmUp } from './warmUp';

const TEMPLATES = resolve(__dirname, '../../../../templates');
const logger = mockServices.logger.mock();
const synthesize = jest.fn();

const templateAt = (file: string): Entity => ({
  apiVersion: 'scaffolder.backstage.io/v1beta3',
  kind: 'Template',
  metadata: {
    name: 'bedrock-agent-platform',
    annotations: { [ANNOTATION_LOCATION]: `file:${file}` },
  },
});

const TEMPLATE = templateAt(
  resolve(TEMPLATES, 'bedrock-agent-platform/template.yaml'),
);

function run(
  getEntityByRef: () => Promise<Entity | undefined>,
  signal = new AbortController().signal,
): Promise<void> {
  return warmUp(
    {
      catalog: catalogServiceMock.mock({ getEntityByRef }),
      integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
      logger,
      reader: mockServices.urlReader.mock(),
      synthesizer: { synthesize },
    },
    { credentials: mockCredentials.service(), signal },
  );
}

beforeEach(() => jest.resetAllMocks());

describe('warmUp', () => {
  it('has a platform synthesized as soon as the catalog shows the template', async () => {
    const getEntityByRef = jest
      .fn()
      .mockRejectedValueOnce(new Error('The catalog is starting'))
      .mockResolvedValueOnce(undefined)
      .mockResolvedValue(TEMPLATE);
    synthesize.mockImplementation(async repository => {
      expect(await readDefinition(repository)).toMatchObject({
        name: 'warm-up',
      });
      return { plan: {} };
    });

    await run(getEntityByRef);

    expect(synthesize).toHaveBeenCalledTimes(1);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('says when it cannot, and breaks nothing', async () => {
    await run(async () =>
      templateAt(resolve(TEMPLATES, 'none/none/none.yaml')),
    );

    expect(synthesize).not.toHaveBeenCalled();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('The first synthesis will take longer'),
      expect.objectContaining({ message: expect.stringMatching(/skeleton/) }),
    );
  });

  it('ends with the portal', async () => {
    const portal = new AbortController();

    await run(async () => {
      portal.abort();
      return undefined;
    }, portal.signal);

    expect(synthesize).not.toHaveBeenCalled();
    expect(logger.warn).not.toHaveBeenCalled();
  });
});
