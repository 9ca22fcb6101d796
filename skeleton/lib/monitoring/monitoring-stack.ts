import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmStatusWidget,
  ComparisonOperator,
  Dashboard,
  IWidget,
  TextWidget,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Agent } from '../agents/agent';
import { ComputeStack } from '../compute/compute-stack';
import { ConsoleService } from '../console/console-service';
import { AuroraDatabase } from '../database/aurora-database';
import { estimateCost } from '../cost/estimate';
import { NatGateways } from '../egress/nat-gateways';
import { PublicIngress } from '../ingress/public-ingress';
import { SearchDomain } from '../search/search-domain';
import { VectorCollection } from '../search/vector-collection';
import { constructId } from '../shared/names';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { agentPanel } from './agent-panel';
import { collectionPanel, databasePanel, domainPanel } from './data-panels';
import { ingressPanel } from './ingress-panel';
import { modelPanel } from './model-panel';
import { networkPanel } from './network-panel';
import { DASHBOARD_WIDTH, Panel, Watch } from './panel';
import { servicePanel } from './service-panel';

/** Properties of the {@link MonitoringStack}. */
export interface MonitoringStackProps extends PlatformStackProps {
  /** The topic of the alarms. */
  readonly topic: ITopic;
  /** The agents, in the order of the definition. */
  readonly agents: readonly Agent[];
  /** The public load balancer. */
  readonly publicIngress: PublicIngress;
  /** The services. */
  readonly compute: ComputeStack;
  /**
   * The console.
   *
   * @default - there is none
   */
  readonly console?: ConsoleService;
  /**
   * The NAT gateways.
   *
   * @default - there are none
   */
  readonly nat?: NatGateways;
  /**
   * The database.
   *
   * @default - there is none
   */
  readonly database?: AuroraDatabase;
  /**
   * The collection of vectors.
   *
   * @default - there is none
   */
  readonly collection?: VectorCollection;
  /**
   * The OpenSearch domain.
   *
   * @default - there is none
   */
  readonly domain?: SearchDomain;
}

/** What an on-call engineer looks at: a dashboard, and alarms that each name their runbook. */
export class MonitoringStack extends PlatformStack {
  constructor(scope: Construct, props: MonitoringStackProps) {
    super(scope, 'monitoring', 'Dashboard and alarms', props);
    const action = new SnsAction(props.topic);
    const panels = this.panels(props);
    const alarms = panels
      .flatMap(({ watches }) => watches)
      .map(watch => this.alarm(watch, action));
    new Dashboard(this, 'Dashboard', {
      dashboardName: this.platformId,
      defaultInterval: Duration.hours(3),
      widgets: [
        [this.heading()],
        ...alarmWidgets(alarms),
        ...panels.flatMap(({ title, rows }): IWidget[][] => [
          [new TextWidget({ markdown: `## ${title}`, ...HEADING })],
          ...rows.map(widgets => [...widgets]),
        ]),
      ],
    });
    this.output('DashboardName', this.platformId, 'Name of the dashboard');
  }

  private panels(props: MonitoringStackProps): Panel[] {
    const { definition, account, region } = this;
    const { publicIngress, agents, compute } = props;
    const { loadBalancer } = publicIngress;
    const models = new Set(definition.agents.map(({ modelId }) => modelId));
    return [
      ingressPanel(publicIngress, region),
      ...agents.map((agent, index) =>
        agentPanel(this, {
          agent,
          definition: definition.agents[index],
          namespace: `AgentInfra/${this.platformId}`,
        }),
      ),
      ...[...models].map(modelPanel),
      ...compute.services.map(({ service, targetGroup }, index) => {
        const { name } = definition.services[index];
        return servicePanel({
          name,
          id: constructId('', name),
          service,
          targetGroup,
          loadBalancer,
        });
      }),
      ...(props.console
        ? [
            servicePanel({
              name: 'console',
              id: 'OfConsole',
              service: props.console.service,
              targetGroup: props.console.targetGroup,
              loadBalancer,
            }),
          ]
        : []),
      ...(props.database ? [databasePanel(props.database)] : []),
      ...(props.collection ? [collectionPanel(props.collection, account)] : []),
      ...(props.domain ? [domainPanel(props.domain)] : []),
      ...(props.nat ? [networkPanel(props.nat)] : []),
    ];
  }

  private heading(): TextWidget {
    const { budget } = this.definition;
    const { monthlyUsd } = estimateCost(this.definition);
    return new TextWidget({
      markdown: [
        `# ${this.platformId}`,
        '',
        `Runbooks: \`docs/runbooks\` in the repository of the platform. Budget: ${
          budget.monthlyUsd
        } USD a month, of which about ${Math.round(
          monthlyUsd,
        )} USD are spent while nobody uses the platform; the rest is mostly tokens, below at each model.`,
      ].join('\n'),
      width: DASHBOARD_WIDTH,
      height: 2,
    });
  }

  private alarm(watch: Watch, action: SnsAction): Alarm {
    const alarm = new Alarm(this, watch.id, {
      alarmName: `${this.platformId}-${watch.id}`,
      alarmDescription: `${watch.meaning}. Runbook: docs/runbooks/${watch.runbook}.md`,
      metric: watch.metric,
      threshold: watch.threshold,
      comparisonOperator:
        watch.comparison ?? ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
    return alarm;
  }
}

/**
 * Number of alarms that one widget can show. Source: Amazon CloudWatch API Reference, "Dashboard Body Structure and
 * Syntax".
 */
const ALARMS_PER_WIDGET = 100;

/** All alarms, in as many widgets as they take. */
function alarmWidgets(alarms: readonly Alarm[]): IWidget[][] {
  const widgets = Math.ceil(alarms.length / ALARMS_PER_WIDGET);
  return Array.from({ length: widgets }, (_, index) => [
    new AlarmStatusWidget({
      title: 'Alarms',
      alarms: alarms.slice(
        index * ALARMS_PER_WIDGET,
        (index + 1) * ALARMS_PER_WIDGET,
      ),
      ...FULL_WIDTH,
    }),
  ]);
}

/** Sizes in CloudWatch's units. */
const FULL_WIDTH = { width: DASHBOARD_WIDTH, height: 4 };
const HEADING = { width: DASHBOARD_WIDTH, height: 1 };
