import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import {
  Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { ConflictError } from '@backstage/errors';
import { AwsAccess, AwsEnvironment, explainFacts } from '../aws';
import type { Synthesis } from '../synthesis';
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
import { ProgressKeeper } from './ProgressKeeper';
import type { ToolkitEvent } from './protocol';
import {
  checkOwn,
  isComplete,
  isInProgress,
  isOwn,
  readStack,
  readStacksByPrefix,
  StackState,
  stopStack,
  waitUntilSettled,
} from './stacks';
import { ToolkitFailure, ToolkitProcess } from './ToolkitProcess';

/** Where `cdk bootstrap` notes its version. Source: AWS CDK Developer Guide, "Bootstrap template contract". */
const BOOTSTRAP_PARAMETER = '/cdk-bootstrap/hnb659fds/version';

/** How long the toolkit stays loaded for a deployment that does not come. */
const SPARE_MS = 300_000;

/** How long a cancelled deployment may take to tell CloudFormation. */
const CANCEL_MS = 4_000;

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
}

/** A stack of a deployment that succeeded. */
export interface DeployedStack {
  readonly name: string;
  readonly outcome: StackOutcome;
  readonly outputs: Record<string, string>;
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
    this.#spare?.kill();
    this.#spare = undefined;
  }

  /**
   * Checks that no stack of another platform has a name that a platform's stacks could have.
   *
   * @throws ConflictError if there is one
   */
  async checkFree(definition: Definition): Promise<void> {
    const id = platformId(definition);
    const stacks = await this.#withClient(definition, client =>
      readStacksByPrefix(client, `${id}-`),
    );
    stacks
      .filter(({ tags }) =>
        [undefined, id].includes(tags['agentinfra:platform']),
      )
      .forEach(stack => checkOwn(definition, stack));
  }

  /**
   * Deploys the stacks of a platform, several at a time, each after those that it depends on.
   *
   * Stacks that CloudFormation is still at work on, whoever began it, are waited for.
   *
   * @returns the stacks as they stand
   * @throws ConflictError if a stack belongs to somebody else; DeploymentError if a resource fails or the work is cancelled
   */
  async deploy(options: DeployOptions): Promise<DeployedStack[]> {
    const { definition, synthesis, onEvent, signal } = options;
    const keeper = new ProgressKeeper(synthesis.plan);
    const report = (event: DeploymentEvent) => {
      keeper.add(event);
      onEvent?.(event, keeper.progress());
    };
    const toolkit = this.#take();
    try {
      const before = await this.#prepare(options, toolkit, report);
      const outcomes = await this.#runToolkit(options, toolkit, before, report);
      return await this.#verify(options, outcomes);
    } catch (error) {
      toolkit.kill();
      if (signal?.aborted) {
        throw new DeploymentError(
          describeCancellation(await this.#stopAll(definition, synthesis)),
          { cause: error },
        );
      }
      if (error instanceof ToolkitFailure) {
        throw await this.#explain(error, options, keeper, report);
      }
      throw error;
    } finally {
      toolkit.kill();
    }
  }

  /** Sees to it that every stack is ours and at rest, and that the environment is ready for the CDK. */
  async #prepare(
    options: DeployOptions,
    toolkit: ToolkitProcess,
    report: (event: DeploymentEvent) => void,
  ): Promise<Map<string, StackState>> {
    const { definition, synthesis, signal } = options;
    const before = await this.#withClient(definition, async client => {
      const states = await this.#readAll(client, synthesis, signal);
      states.forEach(state => checkOwn(definition, state));
      return Promise.all(
        states.map(state => this.#settle(client, state, options, report)),
      );
    });
    if (!(await this.#isBootstrapped(definition))) {
      await this.#bootstrap(definition, toolkit, report, signal);
    }
    return new Map(
      before.flatMap(state => (state ? [[state.name, state]] : [])),
    );
  }

  async #settle(
    client: CloudFormationClient,
    state: StackState,
    { signal }: DeployOptions,
    report: (event: DeploymentEvent) => void,
  ): Promise<StackState | undefined> {
    if (!isInProgress(state.status)) {
      return state;
    }
    const { name, status } = state;
    report({ type: 'stack-in-progress', stack: name, status });
    const { pollInterval } = this.#options;
    return waitUntilSettled(client, name, {
      pollInterval,
      onEvent: report,
      signal,
    });
  }

  async #runToolkit(
    { definition, synthesis, signal }: DeployOptions,
    toolkit: ToolkitProcess,
    before: ReadonlyMap<string, StackState>,
    report: (event: DeploymentEvent) => void,
  ): Promise<Map<string, StackOutcome>> {
    const outcomes = new Map<string, StackOutcome>();
    const onEvent = (event: ToolkitEvent) => {
      if (event.type !== 'stack-finished') {
        report(event);
        return;
      }
      const { stack, changed } = event;
      const existed = isComplete(before.get(stack)?.status ?? '');
      const outcome = changed ? (existed ? 'updated' : 'created') : 'unchanged';
      outcomes.set(stack, outcome);
      report({ type: 'stack-finished', stack, outcome });
    };
    await toolkit.run(
      {
        ...this.#task(definition),
        kind: 'deploy',
        assembly: synthesis.assembly,
      },
      { ...this.#credentials(definition), onEvent, signal },
    );
    return outcomes;
  }

  /** The toolkit has been seen to report success where there was none: CloudFormation has the last word. */
  async #verify(
    { definition, synthesis, signal }: DeployOptions,
    outcomes: ReadonlyMap<string, StackOutcome>,
  ): Promise<DeployedStack[]> {
    const states = await this.#withClient(definition, client =>
      this.#readAll(client, synthesis, signal),
    );
    const byName = new Map(states.map(state => [state.name, state]));
    const reports = reportsOf(synthesis, byName);
    const broken = reports.find(({ status }) => !isComplete(status ?? ''));
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
    return states.map(({ name, outputs }) => ({
      name,
      outcome: outcomes.get(name) ?? 'unchanged',
      outputs,
    }));
  }

  /** Makes the account and the region of the sandbox ready for the CDK; in AWS that is for people to decide. */
  async #bootstrap(
    definition: Definition,
    toolkit: ToolkitProcess,
    report: (event: DeploymentEvent) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const { account, region } = definition;
    if (!this.#options.aws.sandboxUrl) {
      throw new ConflictError(
        `The account ${account} is not ready for the CDK in ${region}. Run this once, with administrator's credentials: npx cdk bootstrap aws://${account}/${region}`,
      );
    }
    report({ type: 'bootstrap-started' });
    try {
      await toolkit.run(
        { ...this.#task(definition), kind: 'bootstrap' },
        { ...this.#credentials(definition), onEvent: () => {}, signal },
      );
    } catch (error) {
      // Somebody else may have been at it at the same time, and may have been first.
      signal?.throwIfAborted();
      if (!(await this.#isBootstrapped(definition))) {
        throw error;
      }
    }
  }

  async #isBootstrapped(environment: AwsEnvironment): Promise<boolean> {
    const { aws } = this.#options;
    const client = aws.ssm(environment);
    try {
      return await aws.explained(environment, async () => {
        await client.send(
          new GetParameterCommand({ Name: BOOTSTRAP_PARAMETER }),
        );
        return true;
      });
    } catch (error) {
      if ((error as Error).name === 'ParameterNotFound') {
        return false;
      }
      throw error;
    } finally {
      client.destroy();
    }
  }

  #task({ account, region }: AwsEnvironment) {
    const { aws, concurrency, pollInterval } = this.#options;
    return {
      environment: { account, region },
      endpoint: aws.sandboxUrl,
      concurrency,
      pollInterval,
    };
  }

  #credentials(environment: AwsEnvironment) {
    return { credentials: () => this.#options.aws.credentials(environment) };
  }

  /** The error of a failed deployment, once every stack has come to rest. */
  async #explain(
    error: ToolkitFailure,
    { definition, synthesis, signal }: DeployOptions,
    keeper: ProgressKeeper,
    report: (event: DeploymentEvent) => void,
  ): Promise<Error> {
    const { aws, pollInterval } = this.#options;
    const explained = explainFacts(error.facts, definition, aws.sandboxUrl);
    if (explained) {
      return explained;
    }
    const states = await this.#withClient(definition, client =>
      Promise.all(
        synthesis.plan.stacks.map(({ name }) =>
          waitUntilSettled(client, name, {
            pollInterval,
            onEvent: report,
            signal,
          }),
        ),
      ),
    );
    const byName = new Map(
      states.flatMap(state => (state ? [[state.name, state]] : [])),
    );
    return new DeploymentError(
      describeFailure(
        keeper.rootCause ?? error.message,
        reportsOf(synthesis, byName),
      ),
      { cause: error },
    );
  }

  /** Stops what CloudFormation does, as far as that can be asked for in a few seconds. */
  async #stopAll(
    definition: Definition,
    synthesis: Synthesis,
  ): Promise<StackReport[]> {
    const signal = AbortSignal.timeout(CANCEL_MS);
    return this.#withClient(definition, client =>
      Promise.all(
        synthesis.plan.stacks.map(async ({ name }) => {
          try {
            const state = await readStack(client, name, signal);
            const note =
              state && isOwn(definition, state)
                ? await stopStack(client, state, signal)
                : undefined;
            return { name, note, status: state?.status };
          } catch (error) {
            return {
              name,
              note: `its state is unknown: ${(error as Error).message}`,
            };
          }
        }),
      ),
    );
  }

  async #readAll(
    client: CloudFormationClient,
    { plan }: Synthesis,
    signal?: AbortSignal,
  ): Promise<StackState[]> {
    const states = await Promise.all(
      plan.stacks.map(({ name }) => readStack(client, name, signal)),
    );
    return states.filter(state => state !== undefined);
  }

  async #withClient<T>(
    environment: AwsEnvironment,
    work: (client: CloudFormationClient) => Promise<T>,
  ): Promise<T> {
    const { aws } = this.#options;
    const client = aws.cloudFormation(environment);
    try {
      return await aws.explained(environment, () => work(client));
    } finally {
      client.destroy();
    }
  }

  #start(): ToolkitProcess {
    return new ToolkitProcess(join(this.#options.directory, 'cdk-home'));
  }

  #take(): ToolkitProcess {
    const spare = this.#spare?.alive ? this.#spare : undefined;
    this.#spare = undefined;
    return spare ?? this.#start();
  }
}

function reportsOf(
  { plan }: Synthesis,
  states: ReadonlyMap<string, StackState>,
): StackReport[] {
  return plan.stacks.map(({ name }) => ({
    name,
    status: states.get(name)?.status,
  }));
}
