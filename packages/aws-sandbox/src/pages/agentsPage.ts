import { asObject, asText } from '../json';
import type { Place } from '../state/place';
import { lineChart } from './chart';
import { filterNote, resourcesOf, ShownResource } from './filter';
import { Html, html } from './html';
import { address, Page, statusLabel, table } from './layout';
import { sampleSeries } from './sampleData';

const AGENT_CORE = 'AWS::BedrockAgentCore';

/** The agents of a platform: runtimes with made-up figures, memories, gateways. */
export function agentsPage(place: Place, { filter }: { filter: string }): Page {
  const runtimes = resourcesOf(place, `${AGENT_CORE}::Runtime`, filter);
  const others = [
    'Memory',
    'Gateway',
    'GatewayTarget',
    'RuntimeEndpoint',
  ].flatMap(kind =>
    resourcesOf(place, `${AGENT_CORE}::${kind}`, filter).map(resource => ({
      kind,
      resource,
    })),
  );
  return {
    title: 'Agents',
    place,
    section: 'agents',
    content: html`<h1>Agents</h1>
      <p class="quiet">
        What GenAI observability shows on AWS. The sandbox runs no agents: all
        figures are sample data.
      </p>
      ${filterNote(filter, address(place, 'agentcore'))}
      <div class="cards">${runtimes.map(runtimeCard)}</div>
      ${runtimes.length === 0 && html`<p class="empty">No agent runtimes.</p>`}
      <h2>Memories, gateways and endpoints</h2>
      ${table(
        ['Kind', 'Name', 'Physical id', 'Status'],
        others.map(({ kind, resource }) => [
          kind,
          asText(resource.properties.Name),
          html`<code>${resource.physicalId}</code>`,
          statusLabel(resource.status),
        ]),
        'None.',
      )}`,
  };
}

function runtimeCard(runtime: ShownResource): Html {
  const { properties, physicalId } = runtime;
  const series = ['Invocations', 'Errors', 'Sessions'].map(label => ({
    label,
    values: sampleSeries(`${physicalId}/${label}`, label),
    side: 'left' as const,
  }));
  return html`<section class="card">
    <h2>${asText(properties.AgentRuntimeName)}</h2>
    <p class="quiet">${asText(properties.Description)}</p>
    <dl class="facts">
      <dt>Status</dt>
      <dd>${statusLabel(runtime.status)}</dd>
      <dt>Protocol</dt>
      <dd>${protocolOf(runtime)}</dd>
      <dt>Network</dt>
      <dd>${asText(asObject(properties.NetworkConfiguration).NetworkMode)}</dd>
      <dt>Stack</dt>
      <dd>${runtime.stackName}</dd>
      <dt>Id</dt>
      <dd><code>${physicalId}</code></dd>
    </dl>
    <h3>Last day <span class="sample">sandbox sample data</span></h3>
    <div style="height:180px;display:flex">
      ${lineChart({ title: 'Last day', series })}
    </div>
  </section>`;
}

function protocolOf({ properties }: ShownResource): string {
  const configuration = properties.ProtocolConfiguration;
  return (
    asText(configuration) ??
    asText(asObject(configuration ?? null).ServerProtocol) ??
    'HTTP'
  );
}
