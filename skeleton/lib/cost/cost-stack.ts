import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Construct } from 'constructs';
import { estimateCost } from './estimate';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';

/** When the budget's owner is told: shares of the budget in percent, of what was spent or of what will be. */
const ALERTS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'ACTUAL', threshold: 100 },
  { notificationType: 'FORECASTED', threshold: 100 },
];

/** The monthly budget, over whatever bears the platform's tags. */
export class CostStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'cost', 'Budget', props);
    const { budget, observability, name, environment } = props.definition;
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: this.platformId,
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: budget.monthlyUsd, unit: 'USD' },
        costFilters: {
          TagKeyValue: [`user:agentinfra:platform$${name}-${environment}`],
        },
      },
      notificationsWithSubscribers: ALERTS.map(alert => ({
        notification: {
          ...alert,
          comparisonOperator: 'GREATER_THAN',
          thresholdType: 'PERCENTAGE',
        },
        subscribers: [
          { subscriptionType: 'EMAIL', address: observability.alarmEmail },
        ],
      })),
    });
    this.output(
      'EstimatedMonthlyUsd',
      String(estimateCost(props.definition).monthlyUsd),
      'Estimated cost of the platform while nobody uses it, in US dollars a month',
    );
    this.output('BudgetName', this.platformId, 'Name of the budget');
  }
}
