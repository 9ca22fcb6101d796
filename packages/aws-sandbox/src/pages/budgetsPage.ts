import { asList, asObject, asText } from '../json';
import { seededNumber } from '../resources/random';
import type { Place } from '../state/place';
import { filterNote, resourcesOf, ShownResource } from './filter';
import { Html, html } from './html';
import { address, Page } from './layout';

/** The budgets of a platform with their alerts. */
export function budgetsPage(
  place: Place,
  { filter }: { filter: string },
): Page {
  const budgets = resourcesOf(place, 'AWS::Budgets::Budget', filter);
  return {
    title: 'Budgets',
    place,
    section: 'budgets',
    content: html`<h1>Budgets</h1>
      ${filterNote(filter, address(place, 'billing', 'budgets'))}
      <div class="cards">${budgets.map(budgetCard)}</div>
      ${budgets.length === 0 && html`<p class="empty">No budgets.</p>`}`,
  };
}

function budgetCard(resource: ShownResource): Html {
  const budget = asObject(resource.properties.Budget);
  const limit = asObject(budget.BudgetLimit);
  const amount = Number(limit.Amount ?? 0);
  const spent = Math.round(
    (amount * (20 + seededNumber(resource.physicalId, 40))) / 100,
  );
  const alerts = asList(resource.properties.NotificationsWithSubscribers).map(
    alert => asObject(alert),
  );
  return html`<section class="card">
    <h2>${resource.physicalId}</h2>
    <p>
      ${amount} ${asText(limit.Unit)} ${asText(budget.TimeUnit)?.toLowerCase()}
    </p>
    <p>
      <progress max="${amount}" value="${spent}" aria-label="Spent"></progress>
    </p>
    <p class="small">
      ${spent} ${asText(limit.Unit)} spent
      <span class="sample">sandbox sample data</span>
    </p>
    <h3>Alerts</h3>
    <ul>
      ${alerts.map(alert => {
        const notification = asObject(alert.Notification);
        const addresses = asList(alert.Subscribers)
          .map(subscriber => asText(asObject(subscriber).Address))
          .join(', ');
        return html`<li>
          ${asText(notification.NotificationType)?.toLowerCase()} above
          ${asText(notification.Threshold)} %: ${addresses}
        </li>`;
      })}
    </ul>
  </section>`;
}
