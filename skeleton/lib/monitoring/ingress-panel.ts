import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import {
  HttpCodeElb,
  HttpCodeTarget,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PublicIngress } from '../ingress/public-ingress';
import { Panel, row } from './panel';

/** Share of requests that must be answered, in percent: three nines. */
const AVAILABILITY_PERCENT = 99.9;

/** Share of answers that must be good ones, in percent. */
const SUCCESS_PERCENT = 95;

/** Seconds within which nineteen of twenty requests must be answered. */
const LATENCY_SECONDS = 5;

/**
 * The public load balancer: how many requests there are, how many of them are answered, how well and how fast.
 *
 * @param ingress - the public load balancer
 * @param region - region of the platform, by which the firewall names its metrics
 */
export function ingressPanel(
  { loadBalancer, firewall }: PublicIngress,
  region: string,
): Panel {
  const { metrics } = loadBalancer;
  const requests = metrics.requestCount();
  const good = metrics.httpCodeTarget(HttpCodeTarget.TARGET_2XX_COUNT);
  const wrong = metrics.httpCodeTarget(HttpCodeTarget.TARGET_4XX_COUNT);
  const failed = metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT);
  const refused = metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT);
  const latency = metrics.targetResponseTime({
    statistic: Stats.percentile(95),
  });
  const success = new MathExpression({
    label: 'Answers with 2xx in %',
    expression:
      'IF(FILL(good, 0) + FILL(wrong, 0) + FILL(failed, 0) > 0, 100 * FILL(good, 0) / (FILL(good, 0) + FILL(wrong, 0) + FILL(failed, 0)), 100)',
    usingMetrics: { good, wrong, failed },
    period: Duration.minutes(5),
  });
  const availability = new MathExpression({
    label: 'Availability in %',
    expression:
      'IF(requests > 0, 100 * (1 - (FILL(failed, 0) + FILL(refused, 0)) / requests), 100)',
    usingMetrics: { requests, failed, refused },
    period: Duration.minutes(5),
  });
  const blocked = new Metric({
    namespace: 'AWS/WAFV2',
    metricName: 'BlockedRequests',
    dimensionsMap: { WebACL: firewall.name, Region: region, Rule: 'ALL' },
    statistic: Stats.SUM,
  });
  return {
    title: 'Load balancer',
    rows: [
      row(
        ['Requests', [requests], [wrong, failed, refused]],
        [
          'Latency in s',
          [
            metrics.targetResponseTime({ statistic: Stats.percentile(50) }),
            latency,
            metrics.targetResponseTime({ statistic: Stats.percentile(99) }),
          ],
        ],
        ['Availability and success in %', [availability, success]],
        ['Requests that the firewall blocked', [blocked]],
      ),
    ],
    watches: [
      {
        id: 'Availability',
        metric: availability,
        threshold: AVAILABILITY_PERCENT,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        meaning: `Fewer than ${AVAILABILITY_PERCENT} % of the requests are answered`,
        runbook: 'availability',
      },
      {
        id: 'Success',
        metric: success,
        threshold: SUCCESS_PERCENT,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        meaning: `Fewer than ${SUCCESS_PERCENT} % of the answers are good ones`,
        runbook: 'success',
      },
      {
        id: 'Latency',
        metric: latency,
        threshold: LATENCY_SECONDS,
        meaning: `One request in twenty takes more than ${LATENCY_SECONDS} s`,
        runbook: 'latency',
      },
    ],
  };
}
