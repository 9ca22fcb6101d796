import { attributeValue } from '../resources/attributes';
import { identityOf } from '../resources/identity';
import { seedOf } from '../cloudformation/scope';
import { asList, asObject, asText, Json } from '../json';
import type { Place } from '../state/place';
import { filterNote, resourcesOf, ShownResource } from './filter';
import { Html, html } from './html';
import { address, Page, table } from './layout';

const ELB = 'AWS::ElasticLoadBalancingV2';

/** The load balancers of a platform. */
export function balancersPage(
  place: Place,
  { filter }: { filter: string },
): Page {
  const balancers = resourcesOf(place, `${ELB}::LoadBalancer`, filter);
  return {
    title: 'Load balancers',
    place,
    section: 'balancers',
    content: html`<h1>Load balancers</h1>
      <p class="quiet">
        On AWS these addresses would answer. The sandbox runs no load balancers
        and no services.
      </p>
      ${filterNote(filter, address(place, 'ec2', 'load-balancers'))}
      ${balancers.map(balancer => balancerCard(place, balancer))}
      ${balancers.length === 0 && html`<p class="empty">No load balancers.</p>`}`,
  };
}

function balancerCard(place: Place, balancer: ShownResource): Html {
  const stack = place.findStack(balancer.stackName);
  const seed = stack && seedOf(place, stack, balancer);
  const dnsName = seed && attributeValue(seed, identityOf(seed), 'DNSName');
  const listeners = resourcesOf(place, `${ELB}::Listener`, '').filter(
    listener => listener.properties.LoadBalancerArn === balancer.physicalId,
  );
  return html`<section class="card" style="margin-bottom:16px">
    <h2>${balancer.physicalId.split('/').at(-2)}</h2>
    <dl class="facts">
      <dt>Address</dt>
      <dd><code>${asText(dnsName)}</code></dd>
      <dt>Scheme</dt>
      <dd>${asText(balancer.properties.Scheme) ?? 'internet-facing'}</dd>
      <dt>Subnets</dt>
      <dd>${asList(balancer.properties.Subnets).length}</dd>
    </dl>
    ${table(
      ['Listener', 'Protocol', 'Does', 'Rules'],
      listeners.map(listener => [
        `Port ${asText(listener.properties.Port)}`,
        asText(listener.properties.Protocol),
        actions(listener.properties.DefaultActions),
        rules(place, listener.physicalId),
      ]),
      'No listeners.',
    )}
  </section>`;
}

function rules(place: Place, listenerArn: string): Html {
  const found = resourcesOf(place, `${ELB}::ListenerRule`, '')
    .filter(({ properties }) => properties.ListenerArn === listenerArn)
    .sort(
      (a, b) => Number(a.properties.Priority) - Number(b.properties.Priority),
    );
  return html`${found.map(
    ({ properties }) =>
      html`<div>
        ${asText(properties.Priority)}:
        ${asList(properties.Conditions)
          .map(condition => describeCondition(condition))
          .join(' and ')}
        &rarr; ${actions(properties.Actions)}
      </div>`,
  )}`;
}

function describeCondition(condition: Json): string {
  const { Field, Values, PathPatternConfig, HostHeaderConfig } =
    asObject(condition);
  const values = asList(
    Values ??
      asObject(PathPatternConfig ?? null).Values ??
      asObject(HostHeaderConfig ?? null).Values,
  );
  return `${asText(Field)} ${values.map(String).join(', ')}`;
}

function actions(value: Json | undefined): string {
  return asList(value)
    .map(action => asText(asObject(action).Type))
    .join(', then ');
}
