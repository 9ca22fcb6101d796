import { asList, asObject, asText, Json, JsonObject } from '../json';

/** A widget of a dashboard, on a grid of 24 columns. */
export interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: JsonObject;
}

/** A metric of a widget. */
export interface Metric {
  label: string;
  /** What tells it apart. */
  identity: string;
  /** The name of the metric, or the expression. */
  name: string;
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
 * The metrics of a widget, shown ones only. In the list, `.` stands for the value above it and `...` for all values above that are left out.
 */
export function metricsOf(properties: JsonObject): Metric[] {
  const metrics: Metric[] = [];
  let above: string[] = [];
  for (const entry of asList(properties.metrics)) {
    const parts = asList(entry);
    const options = asObject(parts.find(part => typeof part === 'object'));
    const texts = parts.filter(
      (part): part is string => typeof part === 'string',
    );
    const full = fillIn(texts, above);
    above = full.length > 0 ? full : above;
    const expression = asText(options.expression);
    const name = expression ?? full[1] ?? '';
    if (options.visible !== false) {
      metrics.push({
        label: asText(options.label) ?? expression ?? labelOf(full, options),
        identity: JSON.stringify([full, options]),
        name: `${name} ${asText(options.label) ?? ''}`,
      });
    }
  }
  return metrics;
}

/** The metric, its statistic and the last part of what it is measured on. */
function labelOf(full: string[], options: JsonObject): string {
  const target =
    full.length > 2 ? full.at(-1)?.split(/[:/]/).at(-1) : undefined;
  return [full[1], asText(options.stat), target].filter(Boolean).join(' ');
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
