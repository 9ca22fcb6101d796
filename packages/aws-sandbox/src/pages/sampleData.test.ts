import { sampleSeries } from './sampleData';

/** Measures of a platform's dashboard, and between what their values must lie. */
const PLAUSIBLE: [measure: string, lowest: number, highest: number][] = [
  ['Availability in %', 99.9, 100],
  ['Answers with 2xx in %', 99.9, 100],
  ['Errors in %', 0, 1],
  ['TargetResponseTime', 0, 5],
  ['Latency', 0, 5_000],
  ['AuroraReplicaLagMaximum', 0, 100],
  ['CPUUtilization', 0, 100],
  ['MemoryUtilization', 0, 100],
  ['ACUUtilization', 0, 100],
  ['BytesOutToDestination', 2 ** 20, 2 ** 30],
  ['ServerlessDatabaseCapacity', 0, 4],
];
const COUNTS: [measure: string, highest: number][] = [
  ['Invocations', 1_000],
  ['InputTokenCount', 100_000],
  ['DatabaseConnections', 100],
  ['HealthyHostCount', 3],
  ['UnHealthyHostCount', 0],
  ['ClusterStatus.red', 0],
  ['HTTPCode_Target_5XX_Count', 1],
  ['Throttles', 1],
];

describe('sampleSeries', () => {
  it.each(PLAUSIBLE)('keeps %s from %d to %d', (measure, lowest, highest) => {
    const values = sampleSeries('seed', measure);

    expect(Math.min(...values)).toBeGreaterThanOrEqual(lowest);
    expect(Math.max(...values)).toBeLessThanOrEqual(highest);
  });

  it.each(COUNTS)('counts %s in whole numbers up to %d', (measure, highest) => {
    const values = sampleSeries('seed', measure);

    expect(values.every(Number.isInteger)).toBe(true);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThanOrEqual(highest);
  });

  it('is the same for the same measure, and another one for another', () => {
    expect(sampleSeries('a', 'Latency')).toEqual(sampleSeries('a', 'Latency'));
    expect(sampleSeries('a', 'Latency')).not.toEqual(
      sampleSeries('b', 'Latency'),
    );
  });

  it('keeps percentiles of a metric in order', () => {
    const [median, most, nearlyAll] = ['p50', 'p95', 'p99'].map(statistic =>
      sampleSeries('seed', 'Latency', statistic),
    );
    median.forEach((value, index) => {
      expect(value).toBeLessThan(most[index]);
      expect(most[index]).toBeLessThan(nearlyAll[index]);
      expect(nearlyAll[index]).toBeLessThan(5_000);
    });
  });
});
