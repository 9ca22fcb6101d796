import { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-common/testUtils';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor } from '@testing-library/react';
import { ChangeNotice } from './ChangeNotice';

const platform = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'shop-dev' },
};

function renderNotice(name: string) {
  const catalogApi = catalogApiMock({ entities: [platform] });
  const asked = jest.spyOn(catalogApi, 'getEntityByRef');
  renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalogApi]]}>
      <ChangeNotice definition={exampleDefinition({ name })} />
    </TestApiProvider>,
  );
  return asked;
}

describe('ChangeNotice', () => {
  it('says what Create does to a platform that stands', async () => {
    renderNotice('shop');

    expect(
      await screen.findByText('shop-dev stands already'),
    ).toBeInTheDocument();
    expect(screen.getByText(/deleted with its data/)).toBeInTheDocument();
  });

  it('says nothing of a new platform', async () => {
    const asked = renderNotice('other');

    await waitFor(() =>
      expect(asked).toHaveBeenCalledWith('component:default/other-dev'),
    );
    await asked.mock.results[0].value;
    expect(screen.queryByText(/stands already/)).not.toBeInTheDocument();
  });
});
