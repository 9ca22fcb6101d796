import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  GraphWidget,
  IMetric,
  IWidget,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch';

/** A metric that somebody must look at when it crosses a threshold. */
export interface Watch {
  /** Construct id of the alarm. */
  readonly id: string;
  /** What is measured, in periods of five minutes unless the metric says otherwise. */
  readonly metric: IMetric;
  /** The threshold, in the metric's unit. */
  readonly threshold: number;
  /**
   * On which side of the threshold something is wrong.
   *
   * @default - above it
   */
  readonly comparison?: ComparisonOperator;
  /** What is wrong, as a sentence. */
  readonly meaning: string;
  /** What to do about it: a file in `docs/runbooks/`, without its suffix. */
  readonly runbook: string;
}

/** What an on-call engineer sees of one part of the platform. */
export interface Panel {
  /** Heading of the part on the dashboard. */
  readonly title: string;
  /** Graphs, in rows. */
  readonly rows: readonly (readonly IWidget[])[];
  /** What there are alarms for. */
  readonly watches: readonly Watch[];
}

/** Width of the dashboard in CloudWatch's units. */
export const DASHBOARD_WIDTH = 24;

/**
 * Graphs side by side over the whole width of the dashboard.
 *
 * @param graphs - title, metrics of the left axis, and metrics of the right axis of each
 */
export function row(
  ...graphs: readonly [string, readonly IMetric[], (readonly IMetric[])?][]
): IWidget[] {
  const width = DASHBOARD_WIDTH / graphs.length;
  return graphs.map(
    ([title, left, right = []]) =>
      new GraphWidget({ title, left: [...left], right: [...right], width }),
  );
}

/**
 * A share in percent, which is `ifNone` while there is nothing to share.
 *
 * @param label - what the share is of
 * @param part - the part
 * @param whole - the whole
 * @param ifNone - the share of nothing, in percent
 */
export function share(
  label: string,
  part: IMetric,
  whole: IMetric,
  ifNone: 0 | 100,
): MathExpression {
  return new MathExpression({
    label,
    expression: `IF(whole > 0, 100 * FILL(part, 0) / whole, ${ifNone})`,
    usingMetrics: { part, whole },
    period: Duration.minutes(5),
  });
}
