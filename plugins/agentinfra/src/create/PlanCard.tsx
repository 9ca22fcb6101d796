import {
  CostEstimate,
  Definition,
  SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Alert,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { Facts } from '../facts';
import styles from './PlanCard.module.css';
import { usePlan } from './usePlan';

/** A resource type is named as the bottleneck of the deployment when it adds at least this much. In seconds. */
const WORTH_NAMING_SECONDS = 60;

/** The estimated deployment time, cost and size of a platform, before anything is created. */
export function PlanCard({ definition }: { definition: Definition }) {
  const { plan, error } = usePlan(definition);
  const budgetUsd = definition.budget.monthlyUsd;
  return (
    <Card aria-label="Time and cost">
      <CardHeader>
        <Text as="h3" variant="title-x-small" weight="bold">
          Time and cost
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="4">
          <div role="status">
            {error ? (
              <NoPlan error={error} />
            ) : (
              <Figures plan={plan} budgetUsd={budgetUsd} />
            )}
          </div>
          {!plan && !error && <Skeleton width="100%" height="6rem" />}
          {plan?.cost && <Costs cost={plan.cost} budgetUsd={budgetUsd} />}
          {plan && plan.findings.length > 0 && <Findings {...plan} />}
        </Flex>
      </CardBody>
    </Card>
  );
}

function NoPlan({ error }: { error: Error }) {
  return (
    <Flex direction="column" gap="2">
      <Text as="p">
        Time and cost could not be estimated. You can still create the platform:
        the log shows both before anything is deployed.
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {error.message}
      </Text>
    </Flex>
  );
}

interface FiguresProps {
  /** Undefined while it is being made. */
  readonly plan?: SynthesisPlan;
  /** In US dollars a month. */
  readonly budgetUsd: number;
}

function Figures({ plan, budgetUsd }: FiguresProps) {
  return (
    <>
      {!plan && <VisuallyHidden>Estimating time and cost…</VisuallyHidden>}
      <dl className={styles.figures}>
        <Figure name="Time to deploy" facts={plan && timeOf(plan)} />
        <Figure
          name="Cost while idle"
          facts={plan && costOf(plan, budgetUsd)}
        />
        <Figure name="Size" facts={plan && sizeOf(plan)} />
      </dl>
    </>
  );
}

interface FigureFacts {
  readonly value: string;
  readonly note?: string;
}

function Figure({ name, facts }: { name: string; facts?: FigureFacts }) {
  return (
    <div>
      <dt>
        <Text color="secondary">{name}</Text>
      </dt>
      <dd className={styles.figure}>
        {facts ? (
          <Text variant="title-x-small" weight="bold">
            {facts.value}
          </Text>
        ) : (
          <Skeleton width="10rem" height="3rem" />
        )}
        {facts?.note && <Text color="secondary">{facts.note}</Text>}
      </dd>
    </div>
  );
}

function timeOf({ prediction }: SynthesisPlan): FigureFacts {
  const [slowest] = prediction.bottlenecks;
  return {
    value: `About ${minutes(prediction.seconds)}`,
    note:
      slowest?.seconds >= WORTH_NAMING_SECONDS
        ? `${slowest.type} adds ${minutes(slowest.seconds)}`
        : undefined,
  };
}

function costOf({ cost }: SynthesisPlan, budgetUsd: number): FigureFacts {
  if (!cost) {
    return { value: 'Unknown', note: 'The skeleton has no estimate' };
  }
  return {
    value: `About ${cost.monthlyUsd.toFixed(0)} USD a month`,
    note: `Budget: ${budgetUsd} USD a month`,
  };
}

function sizeOf({ resourceCount, stacks }: SynthesisPlan): FigureFacts {
  return {
    value: `${resourceCount} resources`,
    note: `In ${stacks.length} stacks`,
  };
}

function minutes(seconds: number): string {
  return `${Math.max(1, Math.round(seconds / 60))} min`;
}

interface CostsProps {
  readonly cost: CostEstimate;
  /** In US dollars a month. */
  readonly budgetUsd: number;
}

/** Whether the cost exceeds the budget, what it leaves out, and its breakdown. */
function Costs({ cost, budgetUsd }: CostsProps) {
  const { lines, leftOut, monthlyUsd } = cost;
  return (
    <>
      {monthlyUsd > budgetUsd && (
        <Alert
          status="warning"
          icon
          title="Over budget"
          description={`Even while nobody uses it, the platform costs more than its budget of ${budgetUsd} USD a month.`}
        />
      )}
      <Text as="p" variant="body-small" color="secondary">
        Usage is not included: {leftOut.join('; ')}.
      </Text>
      <Accordion>
        <AccordionTrigger title="Cost breakdown" />
        <AccordionPanel>
          <Facts
            facts={Object.fromEntries(
              lines.map(line => [
                line.what,
                `${line.monthlyUsd.toFixed(2)} USD for ${line.basis}`,
              ]),
            )}
          />
        </AccordionPanel>
      </Accordion>
    </>
  );
}

/** The findings with which the task would fail before it deploys anything. */
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
