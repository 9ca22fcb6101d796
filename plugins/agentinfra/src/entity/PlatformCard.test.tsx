import {
  platformEntities,
  platformLinks,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { exampleDefinition } from '@agentinfra/backstage-plugin-agentinfra-common/testUtils';
import {
  Entity,
  RELATION_HAS_PART,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  catalogApiMock,
  createTestEntityPage,
} from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { platformCard } from '../plugin';

const definition = exampleDefinition({ name: 'support' });

function renderCard(sandboxUrl?: string) {
  const links = platformLinks(definition, { sandboxUrl });
  const [platform, ...parts] = platformEntities(definition, {
    links,
    sandboxUrl,
  });
  const entity: Entity = {
    ...platform,
    relations: parts
      .filter(({ kind }) => kind === 'Component')
      .map(part => ({
        type: RELATION_HAS_PART,
        targetRef: stringifyEntityRef(part),
      })),
  };
  renderTestApp({
    extensions: [createTestEntityPage({ entity }), platformCard],
    apis: [[catalogApiRef, catalogApiMock({ entities: [entity, ...parts] })]],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return links;
}

describe('the card of a platform', () => {
  it('shows where the platform runs, its agents and its dashboards', async () => {
    const links = renderCard();
    expect(await screen.findByText(definition.account)).toBeInTheDocument();
    expect(screen.getByText(definition.region)).toBeInTheDocument();
    expect(screen.getByText('AWS')).toBeInTheDocument();
    expect(
      await screen.findByRole('link', { name: /assistant/ }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/support-dev-agent-assistant',
    );
    for (const { title, url } of links) {
      expect(screen.getByRole('link', { name: title })).toHaveAttribute(
        'href',
        url,
      );
    }
    expect(screen.queryByText(/sandbox/i)).not.toBeInTheDocument();
  });

  it('says when the platform runs in the sandbox', async () => {
    renderCard('http://127.0.0.1:4566');
    expect(
      await screen.findByText(/runs in the AWS sandbox, not in AWS/),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'AWS sandbox' })).toHaveAttribute(
      'href',
      'http://127.0.0.1:4566',
    );
  });
});
