import { asList, asObject, asText, Json, JsonObject } from '../json';
import type { AxisBounds } from './axis';
import type { Chart, Side } from './chart';

/** A widget of a dashboard, on a grid of 24 columns. */
export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: JsonObject;
}

/** A metric of a widget. */
export interface Metric {
  readonly label: string;
  /** Identifies the metric; its statistics share it. */
  readonly identity: string;
  /** What is measured: the name of the metric, with its label; of an expression what it is labelled. */
  readonly measure: string;
  /** Such as `Sum` or `p95`. */
  readonly statistic?: string;
  /** The axis that it is drawn on. */
  readonly side: Side;
}

/**
 * The widgets of a dashboard.
 *
 * @param body - the text of `DashboardBody`
 * @returns an empty list when it is not one
 */
export function widgetsOf(body: string): Widget[] {
  let parsed: JsonObject;
  try {
    parsed = asObject(JSON.parse(body));
  } catch {
    return [];
  }
  return asList(parsed.widgets).map(entry => {
    const { type, x, y, width, height, properties } = asObject(entry);
    return {
      type: asText(type) ?? '',
      x: cell(x, 0, 23),
      y: cell(y, 0, 999),
      width: cell(width, 6, 24),
      height: cell(height, 6, 100),
      properties: asObject(properties),
    };
  });
}

/**
 * The visible metrics of a widget. In the list, `.` repeats the value above it, and `...` all remaining values above it.
 */
export function metricsOf(properties: JsonObject): Metric[] {
  const entries: Entry[] = [];
  let above: string[] = [];
  for (const entry of asList(properties.metrics)) {
    const parts = asList(entry);
    const options = asObject(parts.find(part => typeof part === 'object'));
    const texts = parts.filter(
      (part): part is string => typeof part === 'string',
    );
    const full = fillIn(texts, above);
    above = full.length > 0 ? full : above;
    if (options.visible !== false) {
      entries.push({ full, options });
    }
  }
  const labels = labelsOf(entries);
  return entries.map(({ full, options }, index) => ({
    label: labels[index],
    identity: JSON.stringify(
      full.length > 0 ? full : [properties.metrics, labels[index]],
    ),
    measure: [full[1], asText(options.label) ?? labels[index]].join(' '),
    statistic: asText(options.stat),
    side: options.yAxis === 'right' ? 'right' : 'left',
  }));
}

/** The bounds that a widget sets for its axes. */
export function boundsOf(properties: JsonObject): Chart['bounds'] {
  const { left, right } = asObject(properties.yAxis);
  return { left: boundsOfAxis(left), right: boundsOfAxis(right) };
}

function boundsOfAxis(axis: Json): Partial<AxisBounds> {
  const { min, max } = asObject(axis);
  return { lowest: numberOrNothing(min), highest: numberOrNothing(max) };
}

function numberOrNothing(value: Json): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** An entry of the list of metrics: namespace, name and dimensions, unless it is an expression, and what is said of it. */
interface Entry {
  readonly full: string[];
  readonly options: JsonObject;
}

/** What tells the entries apart, as short as it can be: names; with statistics; with what is measured. */
function labelsOf(entries: Entry[]): string[] {
  const levels = [1, 2, 3].map(level =>
    entries.map(entry => labelOf(entry, level)),
  );
  const isClear = (labels: string[]) => new Set(labels).size === labels.length;
  return levels.find(isClear) ?? levels[2];
}

function labelOf({ full, options }: Entry, level: number): string {
  const target = full.at(-1)?.split(/[:/]/).at(-1);
  return (
    asText(options.label) ??
    asText(options.expression) ??
    [full[1], asText(options.stat), target].slice(0, level).join(' ')
  );
}

function fillIn(texts: string[], above: string[]): string[] {
  const gap = texts.indexOf('...');
  const spread =
    gap < 0
      ? texts
      : [
          ...above.slice(gap, above.length - (texts.length - gap - 1)),
          ...texts.slice(gap + 1),
        ];
  return spread.map((text, index) =>
    text === '.' ? above[index] ?? '' : text,
  );
}

function cell(
  value: Json | undefined,
  fallback: number,
  highest: number,
): number {
  const number = Math.floor(Number(value ?? fallback));
  return Number.isFinite(number)
    ? Math.min(Math.max(number, 0), highest)
    : fallback;
}
