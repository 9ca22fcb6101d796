import type { Place } from '../state/place';
import type {
  EventRecord,
  ResourceRecord,
  StackRecord,
} from '../state/records';
import { templateOf } from '../cloudformation/template';
import { Html, html, HtmlValue } from './html';
import { moment, Page, statusLabel, table } from './layout';
import { stackProgress } from './progress';

/** How many events the page shows at most. */
const EVENTS = 300;

/** A stack with everything that is known about it. */
export function stackPage(
  place: Place,
  { name }: { name: string },
): Page | undefined {
  const stack = place.findStack(name) ?? lastDeleted(place, name);
  if (!stack) {
    return undefined;
  }
  return {
    title: stack.name,
    place,
    section: 'stacks',
    refreshes:
      stack.status.endsWith('IN_PROGRESS') &&
      stack.status !== 'REVIEW_IN_PROGRESS',
    content: html`${overview(stack)}
      <nav class="sections" aria-label="On this page">
        <a href="#events">Events</a><a href="#resources">Resources</a
        ><a href="#outputs">Outputs</a> <a href="#parameters">Parameters</a
        ><a href="#tags">Tags</a><a href="#template">Template</a>
      </nav>
      <h2 id="events">Events</h2>
      ${events(stack.events)}
      <h2 id="resources">Resources</h2>
      ${resources(Object.values(stack.resources))}
      <h2 id="outputs">Outputs</h2>
      ${outputs(stack)}
      <h2 id="parameters">Parameters</h2>
      ${parameters(stack)}
      <h2 id="tags">Tags</h2>
      ${table(['Key', 'Value'], Object.entries(stack.input.tags), 'No tags.')}
      <h2 id="template">Template</h2>
      <details class="card">
        <summary>Show the template</summary>
        <pre>${indented((stack.operation?.input ?? stack.input).template)}</pre>
      </details>`,
  };
}

function lastDeleted(place: Place, name: string): StackRecord | undefined {
  return [...place.stacks.values()].filter(stack => stack.name === name).at(-1);
}

function overview(stack: StackRecord): Html {
  const { done, total } = stackProgress(stack);
  return html`<h1>${stack.name}</h1>
    <p>${statusLabel(stack.status)} ${stack.statusReason}</p>
    ${stack.operation &&
    html`<p>
      <progress
        max="${total}"
        value="${done}"
        aria-label="Resources done"
      ></progress>
      ${done} of ${total} resources
    </p>`}
    <dl class="facts">
      ${fact('Description', stack.input.description)}
      ${fact('Created', moment(stack.createdAt))}
      ${fact('Last change', moment(stack.updatedAt))}
      ${fact('Deleted', moment(stack.deletedAt))}
      ${fact(
        'Termination protection',
        stack.terminationProtection ? 'on' : 'off',
      )}
      ${fact('ARN', html`<code>${stack.id}</code>`)}
    </dl>`;
}

function fact(term: string, description: HtmlValue): HtmlValue {
  return (
    Boolean(description) &&
    html`<dt>${term}</dt>
      <dd>${description}</dd>`
  );
}

function events(all: EventRecord[]): Html {
  const shown = all.slice(-EVENTS).reverse();
  return html`${table(
    ['Time', 'Resource', 'Type', 'Status', 'Reason'],
    shown.map(event => [
      moment(event.at),
      event.logicalId,
      event.type,
      statusLabel(event.status),
      event.reason,
    ]),
    'No events.',
  )}
  ${all.length > EVENTS &&
  html`<p class="quiet small">
    The newest ${EVENTS} of ${all.length} events.
  </p>`}`;
}

function resources(all: ResourceRecord[]): Html {
  return table(
    ['Logical id', 'Physical id', 'Type', 'Status', 'Properties'],
    all
      .sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1))
      .map(resource => [
        resource.logicalId,
        html`<code>${resource.physicalId}</code>`,
        resource.type,
        html`${statusLabel(resource.status)}${resource.statusReason &&
        html`<br /><span class="small">${resource.statusReason}</span>`}`,
        html`<details>
          <summary>Show</summary>
          <pre>${JSON.stringify(resource.properties, null, 2)}</pre>
        </details>`,
      ]),
    'No resources yet.',
  );
}

function outputs(stack: StackRecord): Html {
  return table(
    ['Key', 'Value', 'Description', 'Export'],
    stack.result.outputs.map(output => [
      output.key,
      html`<code>${output.value}</code>`,
      output.description,
      output.exportName,
    ]),
    'No outputs.',
  );
}

function parameters(stack: StackRecord): Html {
  const declared = templateOf(stack.input).parameters;
  return table(
    ['Name', 'Value'],
    Object.entries(stack.result.parameters).map(([name, value]) => [
      name,
      declared[name]?.noEcho ? '****' : [value].flat().map(String).join(', '),
    ]),
    'No parameters.',
  );
}

/** Indents JSON; returns any other text as it is. */
function indented(template: string): string {
  try {
    return JSON.stringify(JSON.parse(template), null, 2);
  } catch {
    return template;
  }
}
