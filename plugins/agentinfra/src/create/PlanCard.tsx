import {
  Definition,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  Alert,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import styles from './PlanCard.module.css';
import { usePlan } from './usePlan';

/** A type of resources that AWS takes less long for is not named. In seconds. */
const WORTH_NAMING_SECONDS = 60;

/** How long AWS will take for a platform, what it costs and how much it is: worked out from its CDK code, before anything is created. */
export function PlanCard({ definition }: { definition: Definition }) {
  const { plan, error } = usePlan(definition);
  return (
    <Card aria-label="Time and cost">
      <CardHeader>
        <Text as="h3" variant="title-x-small" weight="bold">
          Time and cost
        </Text>
      </CardHeader>
      <CardBody>
        <div role="status">
          {error ? (
            <Unknown error={error} />
          ) : (
            <Plan plan={plan} budgetUsd={definition.budget.monthlyUsd} />
          )}
        </div>
      </CardBody>
    </Card>
  );
}

/** Says that there is no plan, and why. */
function Unknown({ error }: { error: Error }) {
  return (
    <Flex direction="column" gap="2">
      <Text as="p">
        Time and cost cannot be worked out now. The platform can be created all
        the same: the log says both before anything is deployed.
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {error.message}
      </Text>
    </Flex>
  );
}

/** @param plan - undefined while it is worked out */
function Plan({
  plan,
  budgetUsd,
}: {
  plan?: SynthesisPlan;
  budgetUsd: number;
}) {
  return (
    <Flex direction="column" gap="4">
      {!plan && <VisuallyHidden>Working out time and cost…</VisuallyHidden>}
      <dl className={styles.figures}>
        <Figure name="Until AWS has made it" {...(plan && timeOf(plan))} />
        <Figure
          name="While nobody uses it"
          {...(plan && costOf(plan, budgetUsd))}
        />
        <Figure name="In your account" {...(plan && sizeOf(plan))} />
      </dl>
      {plan?.cost && (
        <Text as="p" variant="body-small" color="secondary">
          What depends on use comes on top: {plan.cost.leftOut.join('; ')}.
        </Text>
      )}
      {plan && plan.findings.length > 0 && <Findings {...plan} />}
    </Flex>
  );
}

/** What a figure says; nothing while it is worked out. */
interface FigureFacts {
  readonly figure?: string;
  readonly note?: string;
}

function Figure({ name, figure, note }: FigureFacts & { name: string }) {
  return (
    <div>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.figure}>
        {figure ?? <Skeleton width="8rem" height="1.75rem" />}
        {note && <span className={styles.note}>{note}</span>}
      </dd>
    </div>
  );
}

function timeOf({ prediction }: SynthesisPlan): FigureFacts {
  const [slowest] = prediction.costs;
  return {
    figure: `About ${minutes(prediction.seconds)}`,
    note:
      slowest?.seconds >= WORTH_NAMING_SECONDS
        ? `${minutes(slowest.seconds)} of it for ${slowest.type}`
        : undefined,
  };
}

function costOf({ cost }: SynthesisPlan, budgetUsd: number): FigureFacts {
  if (!cost) {
    return { figure: 'Not estimated' };
  }
  return {
    figure: `About ${cost.monthlyUsd.toFixed(0)} USD a month`,
    note:
      cost.monthlyUsd > budgetUsd
        ? `More than the budget of ${budgetUsd} USD`
        : `Of a budget of ${budgetUsd} USD`,
  };
}

function sizeOf({ resourceCount, stacks }: SynthesisPlan): FigureFacts {
  return {
    figure: `${resourceCount} resources`,
    note: `In ${stacks.length} stacks`,
  };
}

function minutes(seconds: number): string {
  return `${Math.max(1, Math.round(seconds / 60))} min`;
}

/** What makes the deployment fail before it begins. */
function Findings({ findings }: Pick<SynthesisPlan, 'findings'>) {
  return (
    <Alert
      status="danger"
      icon
      title="CloudFormation would refuse the stacks"
      description={findings
        .map(
          ({ stack, resource, message }) =>
            `${resource ?? 'The template'} of ${stack}: ${message}`,
        )
        .join('; ')}
    />
  );
}
