import { setTimeout as sleep } from 'node:timers/promises';
import { PortalClient } from './portalClient';
import { Program } from './program';

/** The owner of what the example forms make. */
const OWNER = 'group:default/agents-team';

/** Where and how a portal's backend runs. */
export interface BackendPlace {
  port: number;
  /** The state folder. */
  state: string;
  sandboxUrl: string;
  /** Configuration files after `app-config.yaml`, relative to the root of the repository. */
  configs: string[];
  /** Added to the environment. */
  env?: NodeJS.ProcessEnv;
}

/** The backend of a portal as the launcher starts it, but as a process of the test itself, which can kill and freeze it. */
export class BackendProgram {
  readonly #place: BackendPlace;
  #program: Program;

  private constructor(place: BackendPlace) {
    this.#place = place;
    this.#program = startProgram(place);
  }

  /** Starts a backend and waits until people can use it. */
  static async start(place: BackendPlace): Promise<BackendProgram> {
    const backend = new BackendProgram(place);
    try {
      await backend.#untilUsable();
      return backend;
    } catch (error) {
      await backend.kill();
      throw error;
    }
  }

  /** Its URL. */
  get url(): string {
    return `http://127.0.0.1:${this.#place.port}`;
  }

  /** What it has written since it was started last. */
  get output(): string {
    return this.#program.output;
  }

  /** Its process id. */
  get pid(): number {
    return this.#program.pid;
  }

  /** The API, as the guest who signs in now. */
  async client(): Promise<PortalClient> {
    return PortalClient.signIn(this.url);
  }

  /** Waits until it has written a line since it was started last. */
  async untilSays(pattern: RegExp): Promise<string> {
    return this.#program.untilSays(pattern);
  }

  /** Lets what it has written so far count no more; nobody may be waiting for a line. */
  forgetOutput(): void {
    this.#program.forgetOutput();
  }

  /** Kills it without a warning. */
  async kill(): Promise<void> {
    await this.#program.stop('SIGKILL');
  }

  /** Starts it again, and waits until people can use it. */
  async restart(): Promise<void> {
    this.#program = startProgram(this.#place);
    await this.#untilUsable();
  }

  /** Stops its process where it is, as a machine does that is paused. */
  freeze(): void {
    this.#program.signal('SIGSTOP');
  }

  /** Lets it go on. */
  thaw(): void {
    this.#program.signal('SIGCONT');
  }

  /** Stops it. */
  async stop(): Promise<void> {
    this.thaw();
    await this.#program.stop('SIGTERM');
  }

  async #untilUsable(): Promise<void> {
    while (!(await this.#isUsable())) {
      if (!this.#program.isRunning) {
        throw new Error(
          `The portal has ended (${this.#program.end}):\n${this.output}`,
        );
      }
      await sleep(200);
    }
  }

  async #isUsable(): Promise<boolean> {
    try {
      const { ok } = await fetch(`${this.url}/.backstage/health/v1/readiness`);
      const client = ok ? await this.client() : undefined;
      const needed = ['template:default/bedrock-agent-platform', OWNER];
      const found = await Promise.all(
        needed.map(async ref => client?.entity(ref)),
      );
      return found.every(entity => entity !== undefined);
    } catch {
      return false;
    }
  }
}

function startProgram(place: BackendPlace): Program {
  const { port, state, sandboxUrl, configs, env } = place;
  return new Program({
    name: 'The portal',
    command: [
      process.execPath,
      ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
      'packages/backend/src',
      ...['app-config.yaml', ...configs].flatMap(file => ['--config', file]),
    ],
    env: {
      // Jest's own value is not what a portal has.
      NODE_ENV: 'development',
      AGENTINFRA_PORT: String(port),
      AGENTINFRA_STATE: state,
      AGENTINFRA_SANDBOX_URL: sandboxUrl,
      ...env,
    },
  });
}
