import { join } from 'node:path';
import { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';
import { AwsAccess, explainFacts } from '../aws';
import type { Synthesis } from '../synthesis';
import { ensureBootstrapped } from './bootstrap';
import type {
  DeploymentEvent,
  DeploymentProgress,
  StackOutcome,
} from './events';
import {
  DeploymentError,
  describeCancellation,
  describeFailure,
} from './failure';
import type { Leash } from './Leash';
import { removeObsolete } from './obsolete';
import {
  changeOf,
  type DeployedStack,
  requireComplete,
  reportsOf,
} from './outcomes';
import { Patience, PatienceOptions } from './Patience';
import { ProgressKeeper } from './ProgressKeeper';
import type { ToolkitEvent, ToolkitTask } from './protocol';
import {
  independentStacks,
  isInProgress,
  type OnCancel,
  PlatformStacks,
  type StackState,
  type WaitOptions,
} from './stacks';
import { ToolkitFailure, ToolkitProcess } from './ToolkitProcess';

/** How long the toolkit stays loaded for a deployment that does not come, in milliseconds. */
const SPARE_MS = 300_000;

/** Settings of a {@link Deployer}. */
export interface DeployerOptions {
  /** The way to AWS. */
  readonly aws: AwsAccess;
  /** How many stacks are deployed at a time. */
  readonly concurrency: number;
  /** Milliseconds between two looks at CloudFormation. */
  readonly pollInterval: number;
  /** A folder for what the CDK toolkit keeps between deployments. */
  readonly directory: string;
}

/** What to deploy. */
export interface DeployOptions {
  readonly definition: Definition;
  /** What was synthesized from it. */
  readonly synthesis: Synthesis;
  /** Takes what happens, and how far the deployment has come by then. */
  readonly onEvent?: (
    event: DeploymentEvent,
    progress: DeploymentProgress,
  ) => void;
  /** Cancels the deployment. */
  readonly signal?: AbortSignal;
  /**
   * What becomes of the stacks in progress then.
   *
   * @default rollback
   */
  readonly onCancel?: OnCancel;
  /** Keeps other processes from the platform; without one, the caller knows that there are none. */
  readonly leash?: Leash;
}

/** One run of {@link Deployer.deploy}. */
interface Deployment extends DeployOptions {
  readonly stacks: PlatformStacks;
  /** Ends it: it was cancelled, or the leash is lost. */
  readonly ended: AbortSignal | undefined;
  readonly keeper: ProgressKeeper;
  readonly patience: Patience;
  readonly report: (event: DeploymentEvent) => void;
}

/** One attempt of a deployment, with a process of its own. */
interface Attempt extends Deployment {
  readonly toolkit: ToolkitProcess;
}

/** Deploys platforms with the CDK toolkit. Doing it twice is the same as doing it once. */
export class Deployer {
  readonly #options: DeployerOptions;
  #spare?: ToolkitProcess;
  #cooling?: NodeJS.Timeout;

  constructor(options: DeployerOptions) {
    this.#options = options;
  }

  /** Loads the CDK toolkit ahead of a deployment that is about to come; if none comes, it is unloaded again. */
  warmUp(): void {
    if (!this.#spare?.alive) {
      this.#spare = this.#start();
      clearTimeout(this.#cooling);
      this.#cooling = setTimeout(() => this.close(), SPARE_MS).unref();
    }
  }

  /** Ends what {@link Deployer.warmUp} started. */
  close(): void {
    clearTimeout(this.#cooling);
    this.#spare?.kill();
    this.#spare = undefined;
  }

  /**
   * Checks that no stack of another platform has a name that a platform's stacks could have. Trouble on the way to AWS is waited out.
   *
   * @throws ConflictError if there is one
   */
  async checkFree(
    definition: Definition,
    options: PatienceOptions = {},
  ): Promise<void> {
    const stacks = new PlatformStacks(this.#options.aws, definition);
    await new Patience(options).during(() => stacks.checkFree());
  }

  /**
   * Deploys the stacks of a platform, several at a time, each after those that it depends on.
   *
   * Stacks that CloudFormation is still at work on, whoever began it, are waited for. Stacks that an earlier definition had are deleted at
   * the end, when nothing depends on them any more. Trouble on the way to AWS is waited out.
   *
   * @returns the stacks as they stand, and what became of those that the definition no longer has
   * @throws ConflictError if a stack belongs to somebody else; DeploymentError if a resource fails or the work is cancelled; the reason of
   * the leash if it is lost, and then nothing more is done
   */
  async deploy(options: DeployOptions): Promise<DeployedStack[]> {
    const deployment = this.#begin(options);
    try {
      return await deployment.patience.during(() => this.#attempt(deployment));
    } catch (error) {
      throw await this.#failureOf(error, deployment);
    }
  }

  #begin(options: DeployOptions): Deployment {
    const { definition, synthesis, onEvent, signal, leash } = options;
    const { plan } = synthesis;
    const names = plan.stacks.map(({ name }) => name);
    const keeper = new ProgressKeeper(plan);
    const ended = anyOf(signal, leash?.signal);
    const patience = new Patience({
      onInterrupted: trouble => report({ type: 'interrupted', ...trouble }),
      // The resource that failed may well speak of throttling, too.
      isHopeless: () => keeper.rootCause !== undefined,
      signal: ended,
    });
    function report(event: DeploymentEvent): void {
      keeper.add(event);
      patience.add(event);
      onEvent?.(event, keeper.progress());
    }
    const stacks = new PlatformStacks(this.#options.aws, definition, names);
    return { ...options, stacks, ended, keeper, patience, report };
  }

  async #attempt(deployment: Deployment): Promise<DeployedStack[]> {
    const toolkit = this.#spare?.alive ? this.#spare : this.#start();
    this.#spare = undefined;
    try {
      return await this.#perform({ ...deployment, toolkit });
    } finally {
      toolkit.kill();
    }
  }

  async #perform(attempt: Attempt): Promise<DeployedStack[]> {
    const { definition, ended, keeper, patience, report, stacks, synthesis } =
      attempt;
    const { plan } = synthesis;
    const before = await stacks.adopt(ended);
    patience.answered();
    await ensureBootstrapped(this.#options.aws, definition, () => {
      report({ type: 'bootstrap-started' });
      return this.#bootstrap(attempt);
    });
    const independent = independentStacks(plan.stacks, before);
    const [settled, first] = await bothOf(
      this.#settle(attempt, before),
      this.#deployStacks(attempt, independent, before),
    );
    const others = plan.stacks
      .map(({ name }) => name)
      .filter(name => !independent.includes(name));
    const second = await this.#deployStacks(attempt, others, settled);
    const outcomes = new Map([...first, ...second]);
    const after = await stacks.read(ended);
    requireComplete(plan, after, outcomes);
    const deployed = [...after.values()].map(({ name, outputs }) => ({
      name,
      outcome: outcomes.get(name) ?? ('unchanged' as const),
      outputs,
    }));
    const removed = await removeObsolete(stacks, keeper, {
      ...this.#waitOptions(attempt),
      report,
    });
    return [...deployed, ...removed];
  }

  /** Waits until CloudFormation is at work on no stack any more. */
  #settle(
    deployment: Deployment,
    states: ReadonlyMap<string, StackState>,
  ): Promise<Map<string, StackState>> {
    const { report, stacks } = deployment;
    for (const { name, status } of states.values()) {
      if (isInProgress(status)) {
        report({ type: 'stack-in-progress', stack: name, status });
      }
    }
    return stacks.settle(states, this.#waitOptions(deployment));
  }

  #waitOptions({ ended, report }: Deployment): WaitOptions {
    const { pollInterval } = this.#options;
    return { pollInterval, onEvent: report, signal: ended };
  }

  #bootstrap(attempt: Attempt): Promise<void> {
    return this.#run(
      attempt,
      { kind: 'bootstrap', ...this.#placeOf(attempt) },
      () => {},
    );
  }

  /**
   * Lets the toolkit deploy what differs.
   *
   * @param names - the stacks
   * @param before - how they stand
   * @returns what came of each
   */
  async #deployStacks(
    attempt: Attempt,
    names: readonly string[],
    before: ReadonlyMap<string, StackState>,
  ): Promise<Map<string, StackOutcome>> {
    const outcomes = new Map<string, StackOutcome>();
    if (names.length === 0) {
      return outcomes;
    }
    const { concurrency, pollInterval } = this.#options;
    const task: ToolkitTask = {
      kind: 'deploy',
      ...this.#placeOf(attempt),
      assembly: attempt.synthesis.assembly,
      stacks: names,
      concurrency,
      pollInterval,
    };
    await this.#run(attempt, task, event => {
      if (event.type !== 'stack-finished') {
        attempt.report(event);
        return;
      }
      const { stack, changed } = event;
      const outcome = changed ? changeOf(before.get(stack)) : 'unchanged';
      outcomes.set(stack, outcome);
      attempt.report({ type: 'stack-finished', stack, outcome });
    });
    return outcomes;
  }

  #placeOf({ definition: { account, region } }: Deployment) {
    return {
      environment: { account, region },
      endpoint: this.#options.aws.sandboxUrl,
    };
  }

  #run(
    { definition, toolkit, ended, leash }: Attempt,
    task: ToolkitTask,
    onEvent: (event: ToolkitEvent) => void,
  ): Promise<void> {
    return toolkit.run(task, {
      credentials: () => this.#options.aws.credentials(definition),
      onEvent,
      signal: ended,
      leash,
    });
  }

  /** The error to throw, once nothing more is done for the platform. */
  async #failureOf(error: unknown, deployment: Deployment): Promise<unknown> {
    const { leash, onCancel = 'rollback', signal, stacks } = deployment;
    if (leash && leash.validForMs() === 0) {
      // Another process may be at work by now: whatever happens to the stacks is its business.
      return leash.signal.reason ?? error;
    }
    if (!signal?.aborted) {
      return this.#explain(error, deployment);
    }
    const left = await stacks.stop(onCancel);
    return new DeploymentError(describeCancellation(left), { cause: error });
  }

  /** The error of a deployment that failed, once every stack has come to rest; what needs no explanation is passed on. */
  async #explain(error: unknown, deployment: Deployment): Promise<unknown> {
    if (!(error instanceof ToolkitFailure)) {
      return error;
    }
    const { definition, ended, keeper, stacks, synthesis } = deployment;
    const { sandboxUrl } = this.#options.aws;
    const explained = explainFacts(error.facts, definition, sandboxUrl);
    if (explained) {
      return explained;
    }
    try {
      const states = await stacks.read(ended);
      const after = await this.#settle(deployment, states);
      return new DeploymentError(
        describeFailure(
          keeper.rootCause ?? error.message,
          reportsOf(synthesis.plan, after),
        ),
        { cause: error },
      );
    } catch (second) {
      return second;
    }
  }

  #start(): ToolkitProcess {
    return new ToolkitProcess(join(this.#options.directory, 'cdk-home'));
  }
}

function anyOf(
  ...signals: readonly (AbortSignal | undefined)[]
): AbortSignal | undefined {
  const given = signals.filter(signal => signal !== undefined);
  return given.length > 0 ? AbortSignal.any(given) : undefined;
}

/** Waits for both, also when one fails: nothing goes on unseen. */
async function bothOf<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
