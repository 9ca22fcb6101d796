import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';
import { AwsAccess, errorChain, explainFacts, isTransient } from '../aws';
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
  StackReport,
} from './failure';
import type { Leash } from './Leash';
import { Patience } from './Patience';
import { PlatformStacks } from './PlatformStacks';
import { ProgressKeeper } from './ProgressKeeper';
import type { ToolkitEvent, ToolkitTask } from './protocol';
import { isComplete, StackState } from './stacks';
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
  /** Keeps other processes from the platform; without one, the caller knows that there are none. */
  readonly leash?: Leash;
}

/** A stack of a deployment that succeeded. */
export interface DeployedStack {
  readonly name: string;
  readonly outcome: StackOutcome;
  readonly outputs: Record<string, string>;
}

/** One run of {@link Deployer.deploy}. */
interface Deployment extends DeployOptions {
  readonly stacks: PlatformStacks;
  /** Whether somebody cancelled it; the signal also ends it when the leash is lost. */
  readonly isCancelled: () => boolean;
  readonly keeper: ProgressKeeper;
  readonly patience: Patience;
  readonly toolkit: ToolkitProcess;
  readonly report: (event: DeploymentEvent) => void;
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
   * Checks that no stack of another platform has a name that a platform's stacks could have.
   *
   * @throws ConflictError if there is one
   */
  async checkFree(definition: Definition): Promise<void> {
    await new PlatformStacks(this.#options.aws, definition).checkFree();
  }

  /**
   * Deploys the stacks of a platform, several at a time, each after those that it depends on.
   *
   * Stacks that CloudFormation is still at work on, whoever began it, are waited for. Trouble on the way to AWS is waited out.
   *
   * @returns the stacks as they stand
   * @throws ConflictError if a stack belongs to somebody else; DeploymentError if a resource fails or the work is cancelled; the reason of
   * the leash if it is lost, and then nothing more is done
   */
  async deploy(options: DeployOptions): Promise<DeployedStack[]> {
    const keeper = new ProgressKeeper(options.synthesis.plan);
    const patience = new Patience();
    for (;;) {
      const deployment = this.#begin(options, keeper, patience);
      try {
        return await this.#perform(deployment);
      } catch (error) {
        deployment.toolkit.kill();
        if (!(await waitForNextAttempt(error, deployment))) {
          throw await this.#failureOf(error, deployment);
        }
      } finally {
        deployment.toolkit.kill();
      }
    }
  }

  #begin(
    options: DeployOptions,
    keeper: ProgressKeeper,
    patience: Patience,
  ): Deployment {
    const { definition, synthesis, onEvent, leash } = options;
    const { plan } = synthesis;
    const toolkit = this.#spare?.alive ? this.#spare : this.#start();
    this.#spare = undefined;
    return {
      ...options,
      signal: anyOf(options.signal, leash?.signal),
      isCancelled: () => options.signal?.aborted ?? false,
      keeper,
      patience,
      toolkit,
      stacks: new PlatformStacks(
        this.#options.aws,
        definition,
        plan.stacks.map(({ name }) => name),
      ),
      report: event => {
        keeper.add(event);
        patience.add(event);
        onEvent?.(event, keeper.progress());
      },
    };
  }

  async #perform(deployment: Deployment): Promise<DeployedStack[]> {
    const { definition, patience, report } = deployment;
    const before = await this.#settle(deployment);
    patience.begin();
    await ensureBootstrapped(this.#options.aws, definition, () => {
      report({ type: 'bootstrap-started' });
      return this.#run(deployment, 'bootstrap', () => {});
    });
    const outcomes = await this.#runDeploy(deployment, before);
    return verify(deployment, outcomes);
  }

  #settle({
    stacks,
    report,
    signal,
  }: Deployment): Promise<Map<string, StackState>> {
    const { pollInterval } = this.#options;
    return stacks.settle(
      { pollInterval, onEvent: report, signal },
      ({ name, status }) =>
        report({ type: 'stack-in-progress', stack: name, status }),
    );
  }

  /** Lets the toolkit deploy what differs, and keeps what comes of each stack. */
  async #runDeploy(
    deployment: Deployment,
    before: ReadonlyMap<string, StackState>,
  ): Promise<Map<string, StackOutcome>> {
    const outcomes = new Map<string, StackOutcome>();
    await this.#run(deployment, 'deploy', event => {
      if (event.type !== 'stack-finished') {
        deployment.report(event);
        return;
      }
      const { stack, changed } = event;
      const outcome = changed ? changeOf(before.get(stack)) : 'unchanged';
      outcomes.set(stack, outcome);
      deployment.report({ type: 'stack-finished', stack, outcome });
    });
    return outcomes;
  }

  #run(
    { definition, synthesis, toolkit, signal, leash }: Deployment,
    kind: ToolkitTask['kind'],
    onEvent: (event: ToolkitEvent) => void,
  ): Promise<void> {
    const { aws, concurrency, pollInterval } = this.#options;
    const { account, region } = definition;
    return toolkit.run(
      {
        kind,
        environment: { account, region },
        assembly: synthesis.assembly,
        endpoint: aws.sandboxUrl,
        concurrency,
        pollInterval,
      },
      {
        credentials: () => aws.credentials(definition),
        onEvent,
        signal,
        leash,
      },
    );
  }

  /** The error to throw, once nothing more is done for the platform. */
  async #failureOf(error: unknown, deployment: Deployment): Promise<unknown> {
    const { isCancelled, leash, stacks } = deployment;
    if (leash && leash.validForMs() === 0) {
      // Another process may be at work by now: whatever happens to the stacks is its business.
      return leash.signal.reason ?? error;
    }
    if (!isCancelled()) {
      return this.#explain(error, deployment);
    }
    return new DeploymentError(describeCancellation(await stacks.stop()), {
      cause: error,
    });
  }

  /** The error of a deployment that failed, once every stack has come to rest; what needs no explanation is passed on. */
  async #explain(error: unknown, deployment: Deployment): Promise<unknown> {
    if (!(error instanceof ToolkitFailure)) {
      return error;
    }
    const { definition, keeper } = deployment;
    const { sandboxUrl } = this.#options.aws;
    const explained = explainFacts(error.facts, definition, sandboxUrl);
    if (explained) {
      return explained;
    }
    try {
      const after = await this.#settle(deployment);
      return new DeploymentError(
        describeFailure(
          keeper.rootCause ?? error.message,
          reportsOf(deployment, after),
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

/**
 * Waits before a next attempt, if there shall be one: after trouble on the way to AWS, which is no failure of the platform.
 *
 * @returns whether there shall be one
 */
async function waitForNextAttempt(
  error: unknown,
  { keeper, patience, report, signal }: Deployment,
): Promise<boolean> {
  const facts =
    error instanceof ToolkitFailure ? error.facts : errorChain(error);
  const isPassing = isTransient(facts) && keeper.rootCause === undefined;
  const retryInMs = isPassing ? patience.nextDelay() : undefined;
  if (retryInMs === undefined || signal?.aborted) {
    return false;
  }
  const reason = facts[facts.length - 1]?.message ?? 'AWS does not answer';
  report({ type: 'interrupted', reason, retryInMs });
  return sleep(retryInMs, true, { signal }).catch(() => false);
}

function anyOf(
  ...signals: readonly (AbortSignal | undefined)[]
): AbortSignal | undefined {
  const given = signals.filter(signal => signal !== undefined);
  return given.length > 0 ? AbortSignal.any(given) : undefined;
}

/** The toolkit has been seen to report success where there was none: CloudFormation has the last word. */
async function verify(
  deployment: Deployment,
  outcomes: ReadonlyMap<string, StackOutcome>,
): Promise<DeployedStack[]> {
  const states = await deployment.stacks.read(deployment.signal);
  const reports = reportsOf(deployment, states);
  const broken = reports.find(
    ({ name, status }) =>
      !isComplete(status ?? '') &&
      !(
        // An update was rolled back once, and what stands is what is wanted again.
        (
          status === 'UPDATE_ROLLBACK_COMPLETE' &&
          outcomes.get(name) === 'unchanged'
        )
      ),
  );
  if (broken) {
    throw new DeploymentError(
      describeFailure(
        `The stack ${broken.name} is not complete: ${
          broken.status ?? 'it does not exist'
        }`,
        reports,
      ),
    );
  }
  return [...states.values()].map(({ name, outputs }) => ({
    name,
    outcome: outcomes.get(name) ?? 'unchanged',
    outputs,
  }));
}

/** What a change makes of a stack that stood, or did not, before. */
function changeOf(before?: StackState): StackOutcome {
  const stood =
    before !== undefined &&
    (isComplete(before.status) || before.status.startsWith('UPDATE_'));
  return stood ? 'updated' : 'created';
}

function reportsOf(
  { synthesis }: Deployment,
  states: ReadonlyMap<string, StackState>,
): StackReport[] {
  return synthesis.plan.stacks.map(({ name }) => ({
    name,
    status: states.get(name)?.status,
  }));
}
