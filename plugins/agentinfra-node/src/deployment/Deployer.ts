import { join } from 'node:path';
import { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  type DeployOptions,
  Deployment,
  type DeploymentSettings,
} from './Deployment';
import type { DeployedStack } from './outcomes';
import { Patience, PatienceOptions } from './Patience';
import { PlatformStacks } from './stacks';
import { ToolkitProcess } from './ToolkitProcess';

/** How long the toolkit stays loaded for a deployment that does not come, in milliseconds. */
const SPARE_MS = 300_000;

/** Settings of a {@link Deployer}. */
export interface DeployerOptions extends DeploymentSettings {
  /** A folder for what the CDK toolkit keeps between deployments. */
  readonly directory: string;
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
    const deployment = new Deployment(options, this.#options);
    return deployment.run(() => this.#takeToolkit());
  }

  #takeToolkit(): ToolkitProcess {
    const toolkit = this.#spare?.alive ? this.#spare : this.#start();
    this.#spare = undefined;
    return toolkit;
  }

  #start(): ToolkitProcess {
    return new ToolkitProcess(join(this.#options.directory, 'cdk-home'));
  }
}
