import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Definition, isOffered, platformId } from '../definition';
import { CustomTask } from '../shared/custom-task';
import { EncryptionKey } from '../shared/encryption-key';
import { logGroupPattern } from '../shared/platform-log-group';
import { platformTags } from '../shared/platform-stack';

/** Properties of a {@link PlatformBudget}. */
export interface PlatformBudgetProps {
  /** The definition of the platform, which says how much it may cost and who receives alerts. */
  readonly definition: Definition;
}

/** When alerts are sent: percentages of the budget that the actual or the forecasted cost exceeds. */
const ALERTS = [
  { NotificationType: 'ACTUAL', Threshold: 80 },
  { NotificationType: 'ACTUAL', Threshold: 100 },
  { NotificationType: 'FORECASTED', Threshold: 100 },
];

/**
 * The monthly budget for all resources with the tag of the platform. AWS Budgets is one service for all regions; where
 * CloudFormation has no resource for it, a task creates the budget.
 */
export class PlatformBudget extends Construct {
  /** The name of the budget: the id of the platform. */
  readonly budgetName: string;

  constructor(
    scope: Construct,
    id: string,
    { definition }: PlatformBudgetProps,
  ) {
    super(scope, id);
    this.budgetName = platformId(definition);
    if (isOffered(definition.region, 'budget-resource')) {
      new CfnResource(this, 'Resource', {
        type: CfnBudget.CFN_RESOURCE_TYPE_NAME,
        properties: {
          Budget: this.budget(definition.budget.monthlyUsd),
          NotificationsWithSubscribers: alerts(definition),
          ResourceTags: Object.entries(platformTags(definition)).map(
            ([Key, Value]) => ({ Key, Value }),
          ),
        },
      });
    } else {
      this.makeByTask(definition);
    }
  }

  /** The budget. CloudFormation wants its amount as a number, and the API as text. */
  private budget(amount: number | string) {
    return {
      BudgetName: this.budgetName,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: amount, Unit: 'USD' },
      CostFilters: {
        TagKeyValue: [`user:agentinfra:platform$${this.budgetName}`],
      },
    };
  }

  private makeByTask(definition: Definition): void {
    const stack = Stack.of(this);
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'cost',
    });
    encryptionKey.allowLogs(logGroupPattern(definition, 'tasks'));
    new CustomTask(this, 'Task', {
      definition,
      name: 'budget',
      source: 'lib/cost/budget.task.js',
      encryptionKey,
      permissions: [
        new PolicyStatement({
          sid: 'KeepBudget',
          actions: ['budgets:ModifyBudget', 'budgets:ViewBudget'],
          resources: [
            stack.formatArn({
              service: 'budgets',
              region: '',
              resource: 'budget',
              resourceName: this.budgetName,
            }),
          ],
        }),
      ],
    }).run(this, 'Resource', 'Budget', {
      AccountId: stack.account,
      BudgetName: this.budgetName,
      Budget: JSON.stringify(this.budget(String(definition.budget.monthlyUsd))),
      Alerts: JSON.stringify(alerts(definition)),
    });
  }
}

function alerts({ observability }: Definition) {
  return ALERTS.map(alert => ({
    Notification: {
      ...alert,
      ComparisonOperator: 'GREATER_THAN',
      ThresholdType: 'PERCENTAGE',
    },
    Subscribers: [
      { SubscriptionType: 'EMAIL', Address: observability.alarmEmail },
    ],
  }));
}
