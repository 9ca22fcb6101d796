import {
  type Definition,
  platformEntities,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-common/testUtils';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import { ChangeNotice } from './ChangeNotice';

const [agent] = exampleDefinition().agents;
const existing = exampleDefinition({
  agents: [agent, { ...agent, name: 'helper' }],
  database: { ...exampleDefinition().database, enabled: true },
});

/** Shows the notice for a change to a platform that exists in dev and in prod. */
function renderNotice(changes: Partial<Definition>) {
  const catalogApi = catalogApiMock({
    entities: (['dev', 'prod'] as const).flatMap(environment =>
      platformEntities({ ...existing, environment }, { links: [] }),
    ),
  });
  const asked = jest.spyOn(catalogApi, 'getEntities');
  renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalogApi]]}>
      <ChangeNotice definition={{ ...existing, ...changes }} />
    </TestApiProvider>,
  );
  return asked;
}

describe('ChangeNotice', () => {
  it('says that Create updates a platform that exists', async () => {
    renderNotice({ budget: { monthlyUsd: 1 } });

    expect(
      await screen.findByText('shop-dev exists already'),
    ).toBeInTheDocument();
    expect(screen.getByText('Create updates it.')).toBeInTheDocument();
  });

  it('names what Create deletes', async () => {
    const { database } = existing;
    renderNotice({
      agents: [agent],
      database: { ...database, enabled: false },
    });

    expect(
      await screen.findByText(
        /no longer includes the agent helper and the database: they are deleted with all data/,
      ),
    ).toBeInTheDocument();
  });

  it('says that prod keeps what has a stack of its own', async () => {
    renderNotice({ environment: 'prod', agents: [agent] });

    expect(
      await screen.findByText(/the agent helper: .* kept with their data/),
    ).toBeInTheDocument();
  });

  it('says nothing of a new platform', async () => {
    const asked = renderNotice({ name: 'other' });

    await waitFor(() => expect(asked).toHaveBeenCalled());
    await asked.mock.results[0].value;
    expect(screen.queryByText(/exists already/)).not.toBeInTheDocument();
  });
});
