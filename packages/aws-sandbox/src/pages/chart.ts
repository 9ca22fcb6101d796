import { POINTS } from './sampleData';
import { Html, html, HtmlValue } from './html';

/** A line of a chart. */
export interface Series {
  label: string;
  values: number[];
}

/** The size of the drawing; it is stretched to the room that it has. */
const WIDTH = 600;
const HEIGHT = 160;

/**
 * A line chart with its scale and legend.
 *
 * @param threshold - a value to mark across the chart, such as that of an alarm
 */
export function lineChart(
  title: string,
  series: Series[],
  threshold?: number,
): Html {
  const values = series.flatMap(one => one.values);
  const highest = Math.max(1e-6, threshold ?? 0, ...values) * 1.1;
  const y = (value: number) => (HEIGHT * (1 - value / highest)).toFixed(1);
  return html`<div class="chart">
    <div class="scale" aria-hidden="true">
      ${[1, 0.5, 0].map(share => html`<span>${short(share * highest)}</span>`)}
    </div>
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${title}: sandbox sample data"
    >
      ${[0, 0.5, 1].map(share => level('rule', y(share * highest)))}
      ${threshold !== undefined && level('threshold', y(threshold))}
      ${series.map((one, index) => line(one, color(index), y))}
    </svg>
    <div class="hours" aria-hidden="true">
      ${['00:00', '06:00', '12:00', '18:00', '24:00'].map(
        hour => html`<span>${hour}</span>`,
      )}
    </div>
    <ul class="legend">
      ${series.map(({ label }, index) => legendEntry(label, color(index)))}
      ${threshold !== undefined &&
      legendEntry(`alarm at ${short(threshold)}`, 'var(--bad)')}
    </ul>
  </div>`;
}

/** The latest values as large numbers. */
export function numbers(series: Series[]): Html {
  return html`<div class="numbers">
    ${series.map(
      ({ label, values }) => html`<div>
        <b>${short(values.at(-1) ?? 0)}</b>
        <span class="small quiet">${label}</span>
      </div>`,
    )}
  </div>`;
}

function level(kind: string, y: string): Html {
  return html`<line
    class="${kind}"
    x1="0"
    x2="${WIDTH}"
    y1="${y}"
    y2="${y}"
  />`;
}

function line(
  { values }: Series,
  stroke: string,
  y: (value: number) => string,
): Html {
  const points = values
    .map(
      (value, index) =>
        `${((index / (POINTS - 1)) * WIDTH).toFixed(1)},${y(value)}`,
    )
    .join(' ');
  return html`<polyline
    fill="none"
    stroke="${stroke}"
    stroke-width="2"
    vector-effect="non-scaling-stroke"
    points="${points}"
  />`;
}

function legendEntry(label: HtmlValue, fill: string): Html {
  return html`<li>
    <span class="swatch" style="background:${fill}"></span>${label}
  </li>`;
}

function color(index: number): string {
  return `var(--series-${(index % 6) + 1})`;
}

/** A number as short as it can be read. */
function short(value: number): string {
  return new Intl.NumberFormat('en', {
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(value);
}
