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

/** How long the toolkit stays loaded for a deployment that never starts, in milliseconds. */
const SPARE_MS = 300_000;

/** Settings of a {@link Deployer}. */
export interface DeployerOptions extends DeploymentSettings {
  /** The folder for the cache of the CDK toolkit. */
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

  /** Loads the CDK toolkit ahead of a deployment; without one, it is unloaded again after five minutes. */
  warmUp(): void {
    if (!this.#spare?.alive) {
      this.#spare = this.#start();
      clearTimeout(this.#cooling);
      this.#cooling = setTimeout(() => this.close(), SPARE_MS).unref();
    }
  }

  /** Ends the process that {@link Deployer.warmUp} started. */
  close(): void {
    clearTimeout(this.#cooling);
    this.#spare?.kill();
    this.#spare = undefined;
  }

  /**
   * Checks that the names of a platform's stacks are not taken by anybody else. Temporary errors of AWS are waited out.
   *
   * @throws ConflictError if one is
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
   * Stacks that are in progress, whoever started that, are waited for. Stacks that only an earlier definition had are deleted at the
   * end, when nothing depends on them any more. Temporary errors of AWS are waited out.
   *
   * @returns all stacks of the definition, and the outcome of those that it no longer has
   * @throws ConflictError if a stack belongs to somebody else; DeploymentError if a resource fails or the deployment is cancelled; the
   * reason of the leash if that is lost, in which case nothing more is done
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
