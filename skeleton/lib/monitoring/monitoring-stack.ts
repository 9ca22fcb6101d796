import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmWidget,
  ComparisonOperator,
  Dashboard,
  GraphWidget,
  IMetric,
  IWidget,
  MathExpression,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import {
  HttpCodeElb,
  HttpCodeTarget,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { Agent } from '../agents/agent';
import { ComputeStack } from '../compute/compute-stack';
import { AuroraDatabase } from '../database/aurora-database';
import { IngressStack } from '../ingress/ingress-stack';
import { EncryptionKey } from '../shared/encryption-key';
import { constructId } from '../shared/names';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';

/** What the {@link MonitoringStack} is told. */
export interface MonitoringStackProps extends PlatformStackProps {
  /** The agents, in the order of the definition. */
  readonly agents: readonly Agent[];
  /** The load balancers. */
  readonly ingress: IngressStack;
  /** The services. */
  readonly compute: ComputeStack;
  /**
   * The database.
   *
   * @default - there is none
   */
  readonly database?: AuroraDatabase;
}

/** Something that somebody must look at. */
interface Watch {
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparison?: ComparisonOperator;
  /** What is wrong when it rings. */
  readonly meaning: string;
  /** Runbook in `docs/runbooks/`, without its suffix. */
  readonly runbook: string;
}

/** What an on-call engineer looks at: a dashboard, and alarms that each name their runbook. */
export class MonitoringStack extends PlatformStack {
  private readonly topic: Topic;
  private readonly alarms: Alarm[] = [];

  constructor(scope: Construct, props: MonitoringStackProps) {
    super(scope, 'monitoring', 'Dashboard and alarms', props);
    this.topic = this.makeTopic();
    const rows: IWidget[][] = [
      this.ingressRow(props.ingress),
      ...this.agentRows(props.agents),
      ...this.serviceRows(props.compute),
      ...(props.database ? [this.databaseRow(props.database)] : []),
    ];
    new Dashboard(this, 'Dashboard', {
      dashboardName: this.platformId,
      defaultInterval: Duration.hours(3),
      widgets: [
        [
          new TextWidget({
            markdown: `# ${this.platformId}\n\nRunbooks: \`docs/runbooks\` in the repository of the platform.`,
            width: 24,
            height: 2,
          }),
        ],
        this.alarms.map(
          alarm => new AlarmWidget({ alarm, title: alarm.node.id, width: 6 }),
        ),
        ...rows,
      ],
    });
    this.output('DashboardName', this.platformId, 'Name of the dashboard');
    this.output('AlarmTopicArn', this.topic.topicArn, 'Topic of the alarms');
  }

  private makeTopic(): Topic {
    const { definition } = this;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'monitoring',
    });
    encryptionKey.allowService('cloudwatch.amazonaws.com', 'Alarms', {
      StringEquals: { 'aws:SourceAccount': this.account },
    });
    const topic = new Topic(this, 'Alarms', {
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    topic.addSubscription(
      new EmailSubscription(definition.observability.alarmEmail),
    );
    return topic;
  }

  private ingressRow({ publicIngress }: IngressStack): IWidget[] {
    const { loadBalancer } = publicIngress;
    const { metrics } = loadBalancer;
    const requests = metrics.requestCount();
    const failed = metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT);
    const refused = metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT);
    const latency = metrics.targetResponseTime({ statistic: 'p95' });
    const availability = new MathExpression({
      expression:
        'IF(requests > 0, 100 * (1 - (FILL(failed, 0) + FILL(refused, 0)) / requests), 100)',
      usingMetrics: { requests, failed, refused },
      label: 'Availability in %',
    });
    this.watch('Availability', {
      metric: availability,
      threshold: 99.9,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      meaning: 'Fewer than 99.9 % of the requests were answered',
      runbook: 'availability',
    });
    this.watch('Latency', {
      metric: latency,
      threshold: 5,
      meaning: 'One request in twenty takes more than 5 s',
      runbook: 'latency',
    });
    return [
      graph('Requests', [requests], [failed, refused]),
      graph('Latency', [latency]),
      graph('Availability', [availability]),
    ];
  }

  private agentRows(agents: readonly Agent[]): IWidget[][] {
    return agents.map(({ runtime }, index) => {
      const { name } = this.definition.agents[index];
      const invocations = runtime.metricInvocations();
      const systemErrors = runtime.metricSystemErrors();
      const userErrors = runtime.metricUserErrors();
      const throttles = runtime.metricThrottles();
      const latency = runtime.metricLatency({ statistic: 'p95' });
      this.watch(constructId('Errors', name), {
        metric: systemErrors,
        threshold: 5,
        meaning: `The agent ${name} fails`,
        runbook: 'agent-errors',
      });
      this.watch(constructId('Throttles', name), {
        metric: throttles,
        threshold: 5,
        meaning: `Calls of the agent ${name} are throttled`,
        runbook: 'agent-throttles',
      });
      return [
        graph(`${name}: invocations`, [
          invocations,
          runtime.metricSessionCount(),
        ]),
        graph(`${name}: latency`, [
          runtime.metricLatency({ statistic: 'p50' }),
          latency,
        ]),
        graph(`${name}: errors`, [systemErrors, userErrors, throttles]),
      ];
    });
  }

  private serviceRows({ services }: ComputeStack): IWidget[][] {
    return services.map(({ service, targetGroup }, index) => {
      const { name } = this.definition.services[index];
      const unhealthy = targetGroup.metrics.unhealthyHostCount();
      this.watch(constructId('Unhealthy', name), {
        metric: unhealthy,
        threshold: 1,
        comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        meaning: `Tasks of the service ${name} are not healthy`,
        runbook: 'service-unhealthy',
      });
      return [
        graph(`${name}: CPU and memory`, [
          service.metricCpuUtilization(),
          service.metricMemoryUtilization(),
        ]),
        graph(`${name}: tasks`, [
          targetGroup.metrics.healthyHostCount(),
          unhealthy,
        ]),
      ];
    });
  }

  private databaseRow({ cluster }: AuroraDatabase): IWidget[] {
    const capacity = cluster.metricServerlessDatabaseCapacity();
    const utilization = cluster.metricACUUtilization();
    this.watch('DatabaseCapacity', {
      metric: utilization,
      threshold: 90,
      meaning: 'The database is near its greatest capacity',
      runbook: 'database-capacity',
    });
    return [
      graph('Database: capacity', [capacity], [utilization]),
      graph('Database: connections', [cluster.metricDatabaseConnections()]),
    ];
  }

  private watch(id: string, watch: Watch): void {
    const alarm = new Alarm(this, id, {
      metric: watch.metric,
      threshold: watch.threshold,
      comparisonOperator:
        watch.comparison ?? ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${watch.meaning}. Runbook: docs/runbooks/${watch.runbook}.md`,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }
}

function graph(
  title: string,
  left: IMetric[],
  right: IMetric[] = [],
): GraphWidget {
  return new GraphWidget({ title, left, right, width: 8 });
}
