import { renderTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { platformsPage, sandboxMark } from '../plugin';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';

function renderApp(agentinfra: { sandbox?: { url: string } }) {
  renderTestApp({
    extensions: [platformsPage, sandboxMark],
    apis: [[catalogApiRef, catalogApiMock()]],
    config: { agentinfra },
    initialRouteEntries: ['/agentinfra'],
  });
  return screen.findByText('There are no platforms yet.');
}

describe('the mark of the sandbox', () => {
  it('stands on the page when the portal deploys to the sandbox', async () => {
    await renderApp({ sandbox: { url: 'http://127.0.0.1:4566' } });
    expect(
      screen.getByRole('complementary', { name: 'AWS sandbox' }),
    ).toHaveTextContent('Nothing here reaches AWS.');
    expect(screen.getByRole('link', { name: 'Look inside' })).toHaveAttribute(
      'href',
      'http://127.0.0.1:4566',
    );
  });

  it('is absent when the portal deploys to AWS', async () => {
    await renderApp({});
    expect(screen.queryByText(/sandbox/i)).not.toBeInTheDocument();
  });
});
