import { asList, asObject, asText } from '../json';
import type { Place } from '../state/place';
import { lineChart, numbers, Series } from './chart';
import { boundsOf, metricsOf, Widget, widgetsOf } from './dashboardBody';
import { filterNote, resourcesOf } from './filter';
import { Html, html } from './html';
import { address, Page, statusLabel, table } from './layout';
import { markdown } from './markdown';
import { sampleSeries } from './sampleData';

const DASHBOARD = 'AWS::CloudWatch::Dashboard';

const SAMPLE = html`<span class="sample">sandbox sample data</span>`;

/** The dashboards of a platform. */
export function dashboardsPage(
  place: Place,
  { filter }: { filter: string },
): Page {
  return {
    title: 'Dashboards',
    place,
    section: 'dashboards',
    content: html`<h1>Dashboards</h1>
      ${filterNote(filter, address(place, 'cloudwatch', 'dashboards'))}
      ${table(
        ['Dashboard', 'Stack'],
        resourcesOf(place, DASHBOARD, filter).map(
          ({ physicalId, stackName }) => [
            html`<a
              href="${address(place, 'cloudwatch', 'dashboards', physicalId)}"
              >${physicalId}</a
            >`,
            stackName,
          ],
        ),
        'No dashboards.',
      )}`,
  };
}

/** A dashboard in the layout of CloudWatch, with made-up data. */
export function dashboardPage(
  place: Place,
  { name }: { name: string },
): Page | undefined {
  const dashboard = resourcesOf(place, DASHBOARD, '').find(
    ({ physicalId }) => physicalId === name,
  );
  if (!dashboard) {
    return undefined;
  }
  const widgets = widgetsOf(asText(dashboard.properties.DashboardBody) ?? '');
  return {
    title: `Dashboard ${name}`,
    place,
    section: 'dashboards',
    content: html`<h1>${name}</h1>
      <p class="quiet">
        The layout is that of the template; every number and line is sandbox
        sample data.
      </p>
      <div class="grid">
        ${widgets.map(widget => drawWidget(widget, place))}
      </div>
      ${widgets.length === 0 &&
      html`<p class="empty">This dashboard has no widgets.</p>`}`,
  };
}

function drawWidget(widget: Widget, place: Place): Html {
  const { x, y, width, height, type } = widget;
  return html`<section
    class="widget ${type === 'text' && 'text'}"
    style="grid-column:${x + 1} / span ${width};grid-row:${y +
    1} / span ${Math.max(1, height)}"
  >
    ${content(widget, place)}
  </section>`;
}

function content({ type, properties }: Widget, place: Place): Html {
  const title = asText(properties.title) ?? '';
  switch (type) {
    case 'text':
      return markdown(asText(properties.markdown) ?? '');
    case 'alarm':
      return html`<h3>${title || 'Alarms'} ${SAMPLE}</h3>
        <ul class="alarms">
          ${asList(properties.alarms).map(
            alarm =>
              html`<li>
                ${statusLabel('OK')} ${String(alarm).split(':').at(-1)}
              </li>`,
          )}
        </ul>`;
    case 'log':
      return html`<h3>${title}</h3>
        <pre>${asText(properties.query)}</pre>
        <p class="small quiet">
          The sandbox runs no code: there is nothing to find.
        </p>`;
    case 'metric':
      return metricContent(title, properties, place);
    default:
      return html`<h3>${title}</h3>
        <p class="quiet">
          The sandbox does not draw widgets of type ${type}.
        </p>`;
  }
}

function metricContent(
  title: string,
  properties: Widget['properties'],
  place: Place,
): Html {
  const alarm = alarmOf(properties, place);
  const series = metricsOf(properties).map(
    ({ label, identity, measure, statistic, side }) => ({
      label,
      values: sampleSeries(identity, measure, statistic),
      side,
    }),
  );
  return html`<h3>${title} ${SAMPLE}</h3>
    ${properties.view === 'singleValue' || properties.view === 'gauge'
      ? numbers(series)
      : lineChart({
          title,
          series: alarm ? [alarm.series, ...series] : series,
          bounds: boundsOf(properties),
          threshold: alarm?.threshold,
        })}`;
}

/** The alarm that a widget shows, if any: its metric and its threshold. */
function alarmOf(
  properties: Widget['properties'],
  place: Place,
): { series: Series; threshold: number } | undefined {
  const [arn] = asList(asObject(properties.annotations).alarms);
  const name = asText(arn)?.split(':alarm:').at(-1);
  const alarm = resourcesOf(place, 'AWS::CloudWatch::Alarm', '').find(
    ({ physicalId }) => physicalId === name,
  );
  if (!alarm) {
    return undefined;
  }
  const label = asText(alarm.properties.MetricName) ?? alarm.logicalId;
  return {
    series: {
      label,
      values: sampleSeries(alarm.physicalId, label),
      side: 'left',
    },
    threshold: Number(alarm.properties.Threshold ?? 0),
  };
}
