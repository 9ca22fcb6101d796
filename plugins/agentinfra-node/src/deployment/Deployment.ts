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
import { Patience } from './Patience';
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

/** How platforms are deployed. */
export interface DeploymentSettings {
  /** Access to AWS, or to the sandbox. */
  readonly aws: AwsAccess;
  /** How many stacks are deployed at a time. */
  readonly concurrency: number;
  /** Milliseconds between two polls of CloudFormation. */
  readonly pollInterval: number;
}

/** What to deploy. */
export interface DeployOptions {
  readonly definition: Definition;
  /** The cloud assembly of the definition, and its plan. */
  readonly synthesis: Synthesis;
  /** Called for each event, with the progress of the deployment so far. */
  readonly onEvent?: (
    event: DeploymentEvent,
    progress: DeploymentProgress,
  ) => void;
  /** Cancels the deployment. */
  readonly signal?: AbortSignal;
  /**
   * What happens to the stacks in progress when the deployment is cancelled.
   *
   * @default rollback
   */
  readonly onCancel?: OnCancel;
  /** Ensures that no other process works on the platform; a caller without one must know that there is none. */
  readonly leash?: Leash;
}

/** One deployment of a platform, in as many attempts as temporary errors of AWS require. */
export class Deployment {
  readonly #options: DeployOptions;
  readonly #settings: DeploymentSettings;
  readonly #stacks: PlatformStacks;
  readonly #keeper: ProgressKeeper;
  readonly #patience: Patience;
  /** Aborted when the deployment is cancelled or its leash is lost. */
  readonly #ended: AbortSignal | undefined;

  constructor(options: DeployOptions, settings: DeploymentSettings) {
    const { definition, synthesis, signal, leash } = options;
    const { plan } = synthesis;
    const names = plan.stacks.map(({ name }) => name);
    this.#options = options;
    this.#settings = settings;
    this.#stacks = new PlatformStacks(settings.aws, definition, names);
    this.#keeper = new ProgressKeeper(plan);
    this.#ended = anyOf(signal, leash?.signal);
    this.#patience = new Patience({
      onInterrupted: trouble =>
        this.#report({ type: 'interrupted', ...trouble }),
      // The message of a failed resource may mention throttling, too.
      isHopeless: () => this.#keeper.rootCause !== undefined,
      signal: this.#ended,
    });
  }

  /**
   * Deploys the stacks, and deletes those that the definition no longer has.
   *
   * @param takeToolkit - provides the process for one attempt, which is killed after it
   * @returns the outcome of each stack
   * @throws as `Deployer.deploy` does
   */
  async run(takeToolkit: () => ToolkitProcess): Promise<DeployedStack[]> {
    try {
      return await this.#patience.during(async () => {
        const toolkit = takeToolkit();
        try {
          return await this.#attempt(toolkit);
        } finally {
          toolkit.kill();
        }
      });
    } catch (error) {
      throw await this.#failureOf(error);
    }
  }

  async #attempt(toolkit: ToolkitProcess): Promise<DeployedStack[]> {
    const { plan } = this.#options.synthesis;
    const before = await this.#stacks.adopt(this.#ended);
    this.#patience.answered();
    await this.#bootstrap(toolkit);
    const independent = independentStacks(plan.stacks, before);
    const [settled, first] = await bothOf(
      this.#settle(before),
      this.#deployStacks(toolkit, independent, before),
    );
    const others = plan.stacks
      .map(({ name }) => name)
      .filter(name => !independent.includes(name));
    const second = await this.#deployStacks(toolkit, others, settled);
    const deployed = await this.#deployed(new Map([...first, ...second]));
    const removed = await removeObsolete(this.#stacks, this.#keeper, {
      ...this.#waitOptions(),
      report: event => this.#report(event),
    });
    return [...deployed, ...removed];
  }

  async #bootstrap(toolkit: ToolkitProcess): Promise<void> {
    const { aws } = this.#settings;
    await ensureBootstrapped(aws, this.#options.definition, () => {
      this.#report({ type: 'bootstrap-started' });
      return this.#do(toolkit, { kind: 'bootstrap', ...this.#place() });
    });
  }

  /** Waits until no stack is in progress. */
  #settle(
    states: ReadonlyMap<string, StackState>,
  ): Promise<Map<string, StackState>> {
    for (const { name, status } of states.values()) {
      if (isInProgress(status)) {
        this.#report({ type: 'stack-in-progress', stack: name, status });
      }
    }
    return this.#stacks.settle(states, this.#waitOptions());
  }

  /**
   * Has the toolkit deploy stacks that differ from their templates.
   *
   * @param names - the names of the stacks
   * @param before - the states of all stacks before that
   * @returns the outcome of each
   */
  async #deployStacks(
    toolkit: ToolkitProcess,
    names: readonly string[],
    before: ReadonlyMap<string, StackState>,
  ): Promise<Map<string, StackOutcome>> {
    const outcomes = new Map<string, StackOutcome>();
    if (names.length === 0) {
      return outcomes;
    }
    const { concurrency, pollInterval } = this.#settings;
    const task: ToolkitTask = {
      kind: 'deploy',
      ...this.#place(),
      assembly: this.#options.synthesis.assembly,
      stacks: names,
      concurrency,
      pollInterval,
    };
    await this.#do(toolkit, task, event => {
      if (event.type !== 'stack-finished') {
        this.#report(event);
        return;
      }
      const { stack, changed } = event;
      const outcome = changed ? changeOf(before.get(stack)) : 'unchanged';
      outcomes.set(stack, outcome);
      this.#report({ type: 'stack-finished', stack, outcome });
    });
    return outcomes;
  }

  /**
   * Reads the stacks of the definition after the deployment.
   *
   * @param outcomes - the outcomes of those that the toolkit deployed
   * @throws DeploymentError if one is not complete
   */
  async #deployed(
    outcomes: ReadonlyMap<string, StackOutcome>,
  ): Promise<DeployedStack[]> {
    const after = await this.#stacks.read(this.#ended);
    requireComplete(this.#options.synthesis.plan, after, outcomes);
    return [...after.values()].map(({ name, outputs }) => ({
      name,
      outcome: outcomes.get(name) ?? 'unchanged',
      outputs,
    }));
  }

  async #do(
    toolkit: ToolkitProcess,
    task: ToolkitTask,
    onEvent: (event: ToolkitEvent) => void = () => {},
  ): Promise<void> {
    const { definition, leash } = this.#options;
    await toolkit.run(task, {
      credentials: () => this.#settings.aws.credentials(definition),
      onEvent,
      signal: this.#ended,
      leash,
    });
  }

  #place() {
    const { account, region } = this.#options.definition;
    const { sandboxUrl: endpoint } = this.#settings.aws;
    return { environment: { account, region }, endpoint };
  }

  #waitOptions(): WaitOptions {
    return {
      pollInterval: this.#settings.pollInterval,
      onEvent: event => this.#report(event),
      signal: this.#ended,
    };
  }

  #report(event: DeploymentEvent): void {
    this.#keeper.add(event);
    this.#patience.add(event);
    this.#options.onEvent?.(event, this.#keeper.progress());
  }

  /** Stops what is still in progress, and returns the error to throw. */
  async #failureOf(error: unknown): Promise<unknown> {
    const { leash, onCancel = 'rollback', signal } = this.#options;
    if (leash && leash.validForMs() === 0) {
      // Another process may own the platform by now: the stacks are its business.
      return leash.signal.reason ?? error;
    }
    if (!signal?.aborted) {
      return this.#explain(error);
    }
    const left = await this.#stacks.stop(onCancel);
    return new DeploymentError(describeCancellation(left), { cause: error });
  }

  /** Explains a failure of the toolkit, once no stack is in progress; other errors are returned as they are. */
  async #explain(error: unknown): Promise<unknown> {
    if (!(error instanceof ToolkitFailure)) {
      return error;
    }
    const { definition, synthesis } = this.#options;
    const { sandboxUrl } = this.#settings.aws;
    const explained = explainFacts(error.facts, definition, sandboxUrl);
    if (explained) {
      return explained;
    }
    try {
      const after = await this.#settle(await this.#stacks.read(this.#ended));
      return new DeploymentError(
        describeFailure(
          this.#keeper.rootCause ?? error.message,
          reportsOf(synthesis.plan, after),
        ),
        { cause: error },
      );
    } catch (second) {
      return second;
    }
  }
}

function anyOf(
  ...signals: readonly (AbortSignal | undefined)[]
): AbortSignal | undefined {
  const given = signals.filter(signal => signal !== undefined);
  return given.length > 0 ? AbortSignal.any(given) : undefined;
}

/** Waits for both even when one fails, so that nothing goes on in the background. */
async function bothOf<One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
