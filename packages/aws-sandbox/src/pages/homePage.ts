import type { SandboxState } from '../state/sandboxState';
import { html } from './html';
import { address, Page, statusLabel, table } from './layout';

/** Every account and region that is in use, with its stacks. */
export function homePage(state: SandboxState): Page {
  const places = state
    .places()
    .filter(place => place.stacks.size + place.buckets.size > 0);
  const busy = places.some(place =>
    place.liveStacks().some(({ status }) => status.endsWith('IN_PROGRESS')),
  );
  return {
    title: 'Accounts and regions',
    refreshes: busy,
    content: html`<h1>Accounts and regions</h1>
      <p class="quiet">Everything that was deployed to this sandbox.</p>
      ${places.map(place => {
        const stacks = place
          .liveStacks()
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        return html`<h2>
            <a href="${address(place, 'cloudformation', 'stacks')}"
              >${place.account} &middot; ${place.region}</a
            >
          </h2>
          ${table(
            ['Stack', 'Status', 'Resources'],
            stacks.map(stack => [
              html`<a
                href="${address(place, 'cloudformation', 'stacks', stack.name)}"
                >${stack.name}</a
              >`,
              statusLabel(stack.status),
              Object.keys(stack.resources).length,
            ]),
            'No stacks.',
          )}`;
      })}
      ${places.length === 0 &&
      html`<p class="empty">
        Nothing has been deployed yet. Point a tool here with
        <code>AWS_ENDPOINT_URL</code>, for example
        <code>cdk bootstrap</code> and <code>cdk deploy</code>.
      </p>`}`,
  };
}
