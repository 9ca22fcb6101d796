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

/** A type of resources that AWS takes less long for is not named. In seconds. */
const WORTH_NAMING_SECONDS = 60;

/** How long AWS will take for a platform, what it costs and what it consists of: worked out before anything is created. */
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
        Time and cost cannot be worked out now. The platform can be created all
        the same: the log says both before anything is deployed.
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {error.message}
      </Text>
    </Flex>
  );
}

/** What the figures are taken from; there is no plan as long as it is worked out. */
interface FiguresProps {
  readonly plan?: SynthesisPlan;
  /** The budget of the platform, in US dollars a month. */
  readonly budgetUsd: number;
}

function Figures({ plan, budgetUsd }: FiguresProps) {
  return (
    <>
      {!plan && <VisuallyHidden>Working out time and cost…</VisuallyHidden>}
      <dl className={styles.figures}>
        <Figure name="AWS takes" facts={plan && timeOf(plan)} />
        <Figure
          name="While nobody uses it, it costs"
          facts={plan && costOf(plan, budgetUsd)}
        />
        <Figure name="It consists of" facts={plan && sizeOf(plan)} />
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
  const [slowest] = prediction.costs;
  return {
    value: `About ${minutes(prediction.seconds)}`,
    note:
      slowest?.seconds >= WORTH_NAMING_SECONDS
        ? `${minutes(slowest.seconds)} of it for ${slowest.type}`
        : undefined,
  };
}

function costOf({ cost }: SynthesisPlan, budgetUsd: number): FigureFacts {
  if (!cost) {
    return { value: 'Unknown', note: 'The skeleton does not estimate it' };
  }
  return {
    value: `About ${cost.monthlyUsd.toFixed(0)} USD a month`,
    note: `Its budget is ${budgetUsd} USD`,
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
  /** The budget of the platform, in US dollars a month. */
  readonly budgetUsd: number;
}

/** Whether the costs exceed the budget, what they leave out, and what they are made of. */
function Costs({ cost, budgetUsd }: CostsProps) {
  const { lines, leftOut, monthlyUsd } = cost;
  return (
    <>
      {monthlyUsd > budgetUsd && (
        <Alert
          status="warning"
          icon
          title="More than the budget"
          description={`The platform costs more than its budget of ${budgetUsd} USD a month even while nobody uses it.`}
        />
      )}
      <Text as="p" variant="body-small" color="secondary">
        What depends on use comes on top: {leftOut.join('; ')}.
      </Text>
      <Accordion>
        <AccordionTrigger title="What the costs are made of" />
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

/** What would make the task fail before anything is deployed. */
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
