import { seededNumber } from '../resources/random';

/** How many points a sample series has: a day by the half hour. */
export const POINTS = 48;

/** Sizes that fit what the name of a metric says, as [lowest, highest]. */
const RANGES: [RegExp, [number, number]][] = [
  [/^availab/i, [99.93, 100]],
  [/error|fault|throttl|5xx|4xx|reject|dead|fail/i, [0, 2]],
  [/latency|duration|time/i, [180, 900]],
  [/utilization|percent|cpu|memory/i, [15, 60]],
  [/healthyhost/i, [2, 2]],
  [/connections|sessions|capacity/i, [1, 12]],
  [/bytes/i, [20_000, 900_000]],
  [/charges|cost/i, [10, 60]],
];

/** A made-up series that keeps away from the threshold of an alarm. */
export function calmSeries(
  seed: string,
  threshold: number,
  operator: string,
): number[] {
  const [low, high] = operator.startsWith('Less')
    ? [threshold * 1.02, threshold * 1.2]
    : [0, threshold * 0.6];
  return seriesBetween(seed, low, high);
}

/**
 * A made-up series for a metric, always the same for the same metric.
 *
 * @param seed - what tells the metric apart
 * @param name - the name of the metric, from which the size follows
 */
export function sampleSeries(seed: string, name: string): number[] {
  const [low, high] = RANGES.find(([pattern]) => pattern.test(name))?.[1] ?? [
    5, 120,
  ];
  return seriesBetween(seed, low, high);
}

/** A line that rises and falls over the day. */
function seriesBetween(seed: string, low: number, high: number): number[] {
  return Array.from({ length: POINTS }, (_, index) => {
    const day = 0.5 - 0.5 * Math.cos((index / POINTS) * 2 * Math.PI);
    const noise = seededNumber(`${seed}/${index}`, 1000) / 1000;
    return low + (high - low) * (0.65 * day + 0.35 * noise);
  });
}
