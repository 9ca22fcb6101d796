import { AxisBounds, axisBounds } from './axis';
import { Html, html, HtmlValue } from './html';
import { POINTS } from './sampleData';

/** The two vertical axes of a chart. */
export type Side = 'left' | 'right';

/** A line of a chart. */
export interface Series {
  readonly label: string;
  readonly values: number[];
  readonly side: Side;
}

/** The content of a chart. */
export interface Chart {
  readonly title: string;
  readonly series: Series[];
  /** Bounds of the axes; those that are missing follow from the values. */
  readonly bounds?: Partial<Record<Side, Partial<AxisBounds>>>;
  /** A value to mark on the left axis, such as that of an alarm. */
  readonly threshold?: number;
}

/** The size of the drawing, which is scaled to the available space. */
const WIDTH = 600;
const HEIGHT = 160;

/** A line chart with its scales and legend. */
export function lineChart({ title, series, bounds, threshold }: Chart): Html {
  const valuesOn = (side: Side) =>
    series.filter(one => one.side === side).flatMap(({ values }) => values);
  const marks = threshold === undefined ? [] : [threshold];
  const axes = {
    left: axisBounds([...valuesOn('left'), ...marks], bounds?.left),
    right: axisBounds(valuesOn('right'), bounds?.right),
  };
  return html`<div class="chart">
    ${scale(axes.left)}
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${title}: sandbox sample data"
    >
      ${[0, 0.5, 1].map(share => level('rule', share * HEIGHT))}
      ${marks.map(mark => level('threshold', height(mark, axes.left)))}
      ${series.map((one, index) => line(one, color(index), axes[one.side]))}
    </svg>
    ${series.some(({ side }) => side === 'right') && scale(axes.right)}
    <div class="hours" aria-hidden="true">
      ${['00:00', '06:00', '12:00', '18:00', '24:00'].map(
        hour => html`<span>${hour}</span>`,
      )}
    </div>
    <ul class="legend">
      ${series.map(({ label, side }, index) =>
        legendEntry(side === 'right' ? `${label} →` : label, color(index)),
      )}
      ${marks.map(mark => legendEntry(`alarm at ${short(mark)}`, 'var(--bad)'))}
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

function scale({ lowest, highest }: AxisBounds): Html {
  return html`<div class="scale" aria-hidden="true">
    ${[highest, (lowest + highest) / 2, lowest].map(
      value => html`<span>${short(value)}</span>`,
    )}
  </div>`;
}

/** The vertical position of a value in the drawing. */
function height(value: number, { lowest, highest }: AxisBounds): number {
  return HEIGHT * (1 - (value - lowest) / (highest - lowest));
}

function level(kind: string, y: number): Html {
  return html`<line
    class="${kind}"
    x1="0"
    x2="${WIDTH}"
    y1="${y.toFixed(1)}"
    y2="${y.toFixed(1)}"
  />`;
}

function line({ values }: Series, stroke: string, axis: AxisBounds): Html {
  const points = values
    .map((value, index) =>
      [(index / (POINTS - 1)) * WIDTH, height(value, axis)]
        .map(coordinate => coordinate.toFixed(1))
        .join(','),
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

/** A number in its shortest readable form. */
function short(value: number): string {
  return new Intl.NumberFormat('en', {
    notation: 'compact',
    maximumSignificantDigits: 4,
  }).format(value);
}
