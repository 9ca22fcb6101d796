import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './places';
import { Program } from './program';
import { type Fault, heldCreation, setFaults } from './sandbox';

/** Where and how a sandbox runs. */
export interface SandboxPlace {
  port: number;
  /** The folder of its state. */
  state: string;
  /** The share of the time of AWS that everything takes. */
  speed: number;
}

/** A sandbox in a process of its own, which can lose power and come back. */
export class SandboxProgram {
  readonly #place: SandboxPlace;
  #program: Program;

  private constructor(place: SandboxPlace) {
    this.#place = place;
    this.#program = startProgram(place);
  }

  /** Starts a sandbox and waits until it answers. */
  static async start(place: SandboxPlace): Promise<SandboxProgram> {
    const sandbox = new SandboxProgram(place);
    await sandbox.#untilReady();
    return sandbox;
  }

  /** Its URL. */
  get url(): string {
    return `http://127.0.0.1:${this.#place.port}`;
  }

  /** Its process id. */
  get pid(): number {
    return this.#program.pid;
  }

  /** Replaces the plan of faults. */
  async fail(...faults: Fault[]): Promise<void> {
    await setFaults(this.url, faults);
  }

  /** How often each fault has struck, in the order in which they were set. */
  async struck(): Promise<number[]> {
    const response = await fetch(`${this.url}/_sandbox/faults`);
    const { faults } = (await response.json()) as {
      faults: { struck: number }[];
    };
    return faults.map(({ struck }) => struck);
  }

  /** Waits until each fault has struck. */
  async untilStruck(): Promise<void> {
    while (!(await this.struck()).every(times => times > 0)) {
      await sleep(50);
    }
  }

  /**
   * Begins something, and waits until CloudFormation creates a stack, which goes on when the faults are replaced.
   *
   * @param stack - its name
   * @returns what was begun
   */
  async hold<T>(stack: string, begin: () => Promise<T>): Promise<T> {
    await this.fail(heldCreation(stack));
    const begun = await begin();
    await this.untilStruck();
    return begun;
  }

  /** Cuts its power. */
  async losePower(): Promise<void> {
    await this.#program.stop('SIGKILL');
  }

  /** Starts it again, with the state that it left. */
  async comeBack(): Promise<void> {
    this.#program = startProgram(this.#place);
    await this.#untilReady();
  }

  /** Stops it. */
  async stop(): Promise<void> {
    await this.#program.stop('SIGTERM');
  }

  async #untilReady(): Promise<void> {
    await this.#program.untilSays(/^AWS sandbox: /);
  }
}

function startProgram({ port, state, speed }: SandboxPlace): Program {
  return new Program({
    name: 'The sandbox',
    command: [
      process.execPath,
      path.join(ROOT, 'packages/aws-sandbox/bin/aws-sandbox.mjs'),
      ...['--port', String(port)],
      ...['--state', state],
      ...['--speed', String(speed)],
    ],
  });
}
