import { platformEntities } from '@agentinfra/backstage-plugin-agentinfra-common';
import { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-common/testUtils';
import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { fetchApiRef } from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { createTestEntityPage } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { documentsTab } from '../plugin';

const [platform] = platformEntities(exampleDefinition(), { links: [] });

/** A page of a platform whose catalog file lies at a location. */
function renderPage(location: string, answer: Response) {
  const entity: Entity = {
    ...platform,
    metadata: {
      ...platform.metadata,
      annotations: {
        ...platform.metadata.annotations,
        [ANNOTATION_LOCATION]: location,
      },
    },
  };
  const fetch = jest.fn(async () => answer);
  renderTestApp({
    extensions: [createTestEntityPage({ entity }), documentsTab],
    apis: [[fetchApiRef, { fetch }]],
  });
  return fetch;
}

describe('the documents of a platform', () => {
  it('begin with the README of its repository', async () => {
    const fetch = renderPage(
      'agentinfra-repository:shop-dev',
      new Response('# Shop'),
    );

    expect(
      await screen.findByRole('heading', { name: 'Shop' }),
    ).toBeInTheDocument();
    expect(fetch).toHaveBeenCalledWith(
      'plugin://agentinfra/platforms/shop-dev/documents/README.md',
    );
  });

  it('are at their host when the portal does not keep the repository', async () => {
    renderPage(
      'url:https://github.com/acme/shop/tree/main/catalog-info.yaml',
      new Response('# Shop'),
    );

    expect(await screen.findByTestId('empty-entity-page')).toBeInTheDocument();
  });

  it('say so when there is none', async () => {
    renderPage(
      'agentinfra-repository:shop-dev',
      Response.json(
        { error: { name: 'NotFoundError', message: 'There is no README.md' } },
        { status: 404 },
      ),
    );

    expect(
      (await screen.findAllByText(/There is no README\.md/))[0],
    ).toBeInTheDocument();
  });
});
