import { seededNumber } from '../resources/random';

/** The number of points of a sample series: a day in half hours. */
export const POINTS = 48;

/**
 * A value of a series.
 *
 * @param day - how busy the time of day is, from 0 at midnight to 1 at noon
 * @param noise - from 0 to 1
 */
type Draw = (day: number, noise: number) => number;

/** Typical values of measures, by their names or labels; the first that matches counts. */
const MEASURES: [RegExp, Draw][] = [
  [/availab|success|2xx.*%/i, (_day, noise) => 100 - 0.04 * noise ** 4],
  [/(error|fail|fault|throttl).*%/i, daily(0.05, 0.4, 0.01)],
  [/status|unhealthy|pause/i, always(0)],
  [/healthy|nodes/i, always(2)],
  [
    /error|fail|fault|throttl|4xx|5xx|reject|block|dead|drop|dlq/i,
    (_day, noise) => (noise > 0.96 ? 1 : 0),
  ],
  // Load balancers measure in seconds, all others in milliseconds.
  [/responsetime/i, daily(0.06, 0.4, 0.001)],
  [/lag/i, daily(9, 24)],
  [/latency|duration|time/i, daily(350, 1900)],
  [/%|percent|cpu|memory|utilization|pressure/i, daily(12, 55, 0.1)],
  [/capacity|acu/i, daily(0.5, 3, 0.5)],
  [/token/i, daily(800, 24_000)],
  [/connection|session/i, daily(2, 40)],
  [/storage/i, daily(61_000, 64_000)],
  [/bytes of/i, daily(900, 4_000)],
  [/bytes/i, daily(4 * 2 ** 20, 180 * 2 ** 20)],
  [/charge|cost/i, daily(9, 40, 0.01)],
  [/document/i, daily(1_200, 1_260)],
];

const OTHERS = daily(4, 160);

/** What a percentile of a time is, as a share of the 95th. */
const PERCENTILES: Record<string, number> = { p50: 0.4, p90: 0.8, p99: 1.4 };

/**
 * A made-up series for a measure: of a plausible size, rising and falling over the day, and always the same for the same seed.
 *
 * @param seed - identifies the metric; its statistics share it, so that they are in order
 * @param measure - the name of the metric, or the label of an expression
 * @param statistic - the statistic, in CloudWatch's spelling
 */
export function sampleSeries(
  seed: string,
  measure: string,
  statistic?: string,
): number[] {
  const draw = MEASURES.find(([names]) => names.test(measure))?.[1] ?? OTHERS;
  const share = PERCENTILES[statistic ?? ''] ?? 1;
  return Array.from({ length: POINTS }, (_, index) => {
    const day = 0.5 - 0.5 * Math.cos((index / POINTS) * 2 * Math.PI);
    const noise = seededNumber(`${seed}/${index}`, 1000) / 1000;
    return share * draw(day, noise);
  });
}

/**
 * Values that follow the day.
 *
 * @param step - what they are multiples of; counts by default
 */
function daily(lowest: number, highest: number, step = 1): Draw {
  return (day, noise) => {
    const value = lowest + (highest - lowest) * (0.65 * day + 0.35 * noise);
    return Math.round(value / step) * step;
  };
}

function always(value: number): Draw {
  return () => value;
}
