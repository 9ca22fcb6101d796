import type { Place } from '../state/place';
import type { StackRecord } from '../state/records';
import { html } from './html';
import { address, moment, Page, statusLabel, table } from './layout';
import { stackProgress } from './progress';

/** The stacks of an account and region whose names begin with a filter; deleted ones at the end. */
export function stacksPage(place: Place, { filter }: { filter: string }): Page {
  const stacks = [...place.stacks.values()].filter(({ name }) =>
    name.startsWith(filter),
  );
  const live = stacks.filter(({ status }) => status !== 'DELETE_COMPLETE');
  const deleted = stacks.filter(({ status }) => status === 'DELETE_COMPLETE');
  const byName = (a: StackRecord, b: StackRecord) => (a.name < b.name ? -1 : 1);
  return {
    title: filter ? `Stacks of ${filter}` : 'Stacks',
    place,
    section: 'stacks',
    refreshes: live.some(({ status }) => status.endsWith('IN_PROGRESS')),
    content: html`<h1>Stacks</h1>
      ${filter &&
      html`<p class="quiet">
        Whose names begin with <code>${filter}</code>.
        <a href="${address(place, 'cloudformation', 'stacks')}">Show all</a>
      </p>`}
      ${table(
        ['Stack', 'Status', 'Done', 'Last change', 'Description'],
        live
          .sort(byName)
          .map(stack => [
            html`<a
              href="${address(place, 'cloudformation', 'stacks', stack.name)}"
              >${stack.name}</a
            >`,
            statusLabel(stack.status),
            progressText(stack),
            moment(stack.updatedAt ?? stack.createdAt),
            stack.input.description,
          ]),
        'No stacks.',
      )}
      ${deleted.length > 0 &&
      html`<h2>Deleted</h2>
        ${table(
          ['Stack', 'Deleted'],
          deleted
            .sort((a, b) =>
              (a.deletedAt ?? '') < (b.deletedAt ?? '') ? 1 : -1,
            )
            .slice(0, 50)
            .map(stack => [
              html`<a
                href="${address(place, 'cloudformation', 'stacks', stack.id)}"
                >${stack.name}</a
              >`,
              moment(stack.deletedAt),
            ]),
          '',
        )}`}`,
  };
}

function progressText(stack: StackRecord): string {
  const { done, total } = stackProgress(stack);
  return `${done} of ${total}`;
}
