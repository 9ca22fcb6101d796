import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, within } from '@testing-library/react';
import { platformsPage } from '../plugin';
import { templateRouteRef } from '../routes';

const component = (name: string, type: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    uid: name,
    annotations: {
      'agentinfra.io/environment': 'dev',
      'aws.amazon.com/account-id': '111122223333',
      'aws.amazon.com/region': 'eu-west-1',
    },
  },
  spec: { type },
});

it('shows all platforms, and leads to the form of the next one', async () => {
  renderTestApp({
    extensions: [platformsPage],
    apis: [
      [
        catalogApiRef,
        catalogApiMock({
          entities: [
            component('support-dev', 'bedrock-agent-platform'),
            component('website', 'website'),
          ],
        }),
      ],
    ],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': entityRouteRef,
      '/create/templates/:namespace/:templateName': templateRouteRef,
    },
    initialRouteEntries: ['/agentinfra'],
  });
  const platform = within(
    await screen.findByRole('article', { name: 'support-dev' }),
  );
  expect(platform.getByRole('link')).toHaveAttribute(
    'href',
    '/catalog/default/component/support-dev',
  );
  expect(platform.getByText('111122223333')).toBeInTheDocument();
  expect(platform.getByText('eu-west-1')).toBeInTheDocument();
  expect(screen.queryByText('website')).not.toBeInTheDocument();
  expect(
    screen.getByRole('link', { name: 'Create a Bedrock agent platform' }),
  ).toHaveAttribute('href', '/create/templates/default/bedrock-agent-platform');
});
