const {
  BudgetsClient,
  CreateBudgetCommand,
  DeleteBudgetCommand,
} = require('@aws-sdk/client-budgets');

// Creates the budget where CloudFormation cannot. A change replaces it, so that its alerts change too.
async function run({ RequestType, ResourceProperties }) {
  const { AccountId, BudgetName, Budget, Alerts } = ResourceProperties;
  const client = new BudgetsClient({ region: 'us-east-1' });
  try {
    await client.send(new DeleteBudgetCommand({ AccountId, BudgetName }));
  } catch (error) {
    if (error.name !== 'NotFoundException') throw error;
  }
  if (RequestType === 'Delete') return {};
  await client.send(
    new CreateBudgetCommand({
      AccountId,
      Budget: JSON.parse(Budget),
      NotificationsWithSubscribers: JSON.parse(Alerts),
    }),
  );
  return { BudgetName };
}
