import { asText } from '../json';
import type { Place } from '../state/place';
import { html } from './html';
import { address, Page, table } from './layout';

/** The log groups whose names begin with a filter. */
export function logsPage(place: Place, { filter }: { filter: string }): Page {
  const groups = place
    .resources('AWS::Logs::LogGroup')
    .map(({ resource, stackId }) => ({
      name: resource.physicalId ?? '',
      stackName: stackId.split('/')[1],
      properties: resource.properties,
    }))
    .filter(
      ({ name, stackName }) =>
        name.startsWith(filter) || stackName.startsWith(filter),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    title: 'Logs',
    place,
    section: 'logs',
    content: html`<h1>Log groups</h1>
      <p class="quiet">
        ${filter && html`That begin with <code>${filter}</code>. `}The sandbox
        runs no code: nothing writes into them.
      </p>
      ${table(
        ['Log group', 'Kept for', 'Encrypted with', 'Stack'],
        groups.map(({ name, stackName, properties }) => [
          html`<code>${name}</code>`,
          properties.RetentionInDays
            ? `${properties.RetentionInDays} days`
            : 'ever',
          properties.KmsKeyId
            ? html`<code>${asText(properties.KmsKeyId)}</code>`
            : "CloudWatch's own key",
          html`<a
            href="${address(place, 'cloudformation', 'stacks', stackName)}"
            >${stackName}</a
          >`,
        ]),
        'No log groups.',
      )}`,
  };
}
