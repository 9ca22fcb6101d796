import { Construct } from 'constructs';
import { isOffered } from '../definition';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { estimateCost } from './estimate';
import { PlatformBudget } from './platform-budget';

/**
 * Whether a platform has a budget: AWS Budgets is not offered in AWS GovCloud.
 *
 * @param props - properties of every stack
 */
export function hasBudget({ definition }: PlatformStackProps): boolean {
  return isOffered(definition.region, 'budgets');
}

/** The budget of the platform. */
export class CostStack extends PlatformStack {
  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'cost', 'Budget', props);
    const { definition } = props;
    const { budgetName } = new PlatformBudget(this, 'Budget', { definition });
    this.output(
      'EstimatedMonthlyUsd',
      String(estimateCost(definition).monthlyUsd),
      'Estimated cost of the platform while nobody uses it, in US dollars a month',
    );
    this.output('BudgetName', budgetName, 'Name of the budget');
  }
}
