import { Stats, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Agent } from '../agents/agent';
import { AgentDefinition } from '../definition';
import { constructId } from '../shared/names';
import { Panel, row, share } from './panel';

/** Properties of {@link agentPanel}. */
export interface AgentPanelProps {
  /** The agent. */
  readonly agent: Agent;
  /** Its part of the definition. */
  readonly definition: AgentDefinition;
  /** Namespace of the metrics that are extracted from logs. */
  readonly namespace: string;
}

/** Share of calls of an agent that may fail, in percent. */
const ERROR_PERCENT = 5;

/** Calls in five minutes that may be throttled. */
const THROTTLES = 5;

/** Milliseconds within which nineteen of twenty calls must be answered. */
const LATENCY_MS = 30_000;

/**
 * An agent: calls, sessions, latency, errors, and what its log says.
 *
 * @param scope - the stack to which the metric filters belong
 * @param props - the agent
 */
export function agentPanel(
  scope: Construct,
  { agent, definition, namespace }: AgentPanelProps,
): Panel {
  const { name } = definition;
  const { runtime } = agent;
  const logged = logMetrics(scope, { agent, definition, namespace });
  const invocations = runtime.metricInvocations();
  const systemErrors = runtime.metricSystemErrors();
  const throttles = runtime.metricThrottles();
  const latency = runtime.metricLatency({ statistic: Stats.percentile(95) });
  const errorShare = share('Errors in %', systemErrors, invocations, 0);
  return {
    title: `Agent ${name}`,
    rows: [
      row(
        ['Calls and sessions', [invocations], [runtime.metricSessionCount()]],
        [
          'Latency in ms',
          [
            runtime.metricLatency({ statistic: Stats.percentile(50) }),
            latency,
            runtime.metricLatency({ statistic: Stats.percentile(99) }),
          ],
        ],
        [
          'Errors and throttles',
          [systemErrors, runtime.metricUserErrors(), throttles],
          [errorShare],
        ],
        ['By its log', [logged.failures], [logged.requestBytes]],
      ),
    ],
    watches: [
      {
        id: constructId('Errors', name),
        metric: errorShare,
        threshold: ERROR_PERCENT,
        meaning: `More than ${ERROR_PERCENT} % of the calls of the agent ${name} fail`,
        runbook: 'agent-errors',
      },
      {
        id: constructId('Failures', name),
        metric: logged.failures,
        threshold: 0,
        meaning: `The code of the agent ${name} reports failures in its log`,
        runbook: 'agent-failures',
      },
      {
        id: constructId('Throttles', name),
        metric: throttles,
        threshold: THROTTLES,
        meaning: `Calls of the agent ${name} are throttled`,
        runbook: 'agent-throttles',
      },
      {
        id: constructId('Slow', name),
        metric: latency,
        threshold: LATENCY_MS,
        meaning: `One call in twenty of the agent ${name} takes more than ${
          LATENCY_MS / 1000
        } s`,
        runbook: 'agent-latency',
      },
    ],
  };
}

/** Metrics that are extracted from the structured log of an agent. */
function logMetrics(
  scope: Construct,
  { agent, definition, namespace }: AgentPanelProps,
) {
  const filter = (
    metricName: string,
    pattern: FilterPatternText,
    metricValue: string,
    unit: Unit,
  ) =>
    new MetricFilter(scope, constructId(metricName + 'In', definition.name), {
      logGroup: agent.logGroup,
      filterPattern: FilterPattern.literal(pattern),
      metricNamespace: namespace,
      metricName: `${metricName}-${definition.name}`,
      metricValue,
      unit,
    });
  return {
    failures: filter(
      'Failures',
      '{ $.level = "error" }',
      '1',
      Unit.COUNT,
    ).metric({ statistic: Stats.SUM, label: 'Failures' }),
    requestBytes: filter(
      'RequestBytes',
      '{ $.message = "call" && $.requestBytes = * }',
      '$.requestBytes',
      Unit.BYTES,
    ).metric({ statistic: Stats.AVERAGE, label: 'Bytes of a request' }),
  };
}

/** A pattern of CloudWatch Logs over the fields of JSON entries. */
type FilterPatternText = `{ ${string} }`;
