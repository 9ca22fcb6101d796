import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BackendProgram } from './backendProgram';
import { freePorts } from './launcher';
import { exampleForm, type FormValues } from './places';
import { type PlatformSnapshot, snapshotOf } from './platformSnapshot';
import type { EndedTask, PortalClient } from './portalClient';
import { stacksIn } from './sandbox';
import { SandboxProgram } from './sandboxProgram';

/** The share of the time of AWS that the sandbox takes: a small platform takes seconds, long enough to be disturbed. */
export const SPEED = 0.02;

/** The platform that nothing disturbs. */
const UNDISTURBED = 'trial-undisturbed';

/** A task that was begun. */
export interface BegunTask {
  id: string;
  form: FormValues;
}

/** A portal and a sandbox that a test may kill, on free ports, with a state folder of their own. */
export class Rig {
  #undisturbed?: Promise<{ snapshot: PlatformSnapshot; milliseconds: number }>;
  #undisturbedUpdate?: Promise<PlatformSnapshot>;

  private constructor(
    /** Holds all that portal and sandbox keep. */
    readonly state: string,
    readonly sandbox: SandboxProgram,
    readonly portal: BackendProgram,
  ) {}

  /** Starts both. */
  static async start(speed = SPEED): Promise<Rig> {
    const state = await mkdtemp(path.join(tmpdir(), 'agentinfra-faults-'));
    const [port, sandboxPort] = await freePorts(2);
    const sandbox = await SandboxProgram.start({
      port: sandboxPort,
      state: path.join(state, 'sandbox'),
      speed,
    });
    try {
      const portal = await BackendProgram.start({
        port,
        state,
        sandboxUrl: sandbox.url,
        configs: [],
      });
      return new Rig(state, sandbox, portal);
    } catch (error) {
      await sandbox.stop();
      await rm(state, { recursive: true, force: true });
      throw error;
    }
  }

  /**
   * Presses Create for a small platform.
   *
   * @param changes - fields that differ from those of the example
   */
  async create(
    name: string,
    changes: Partial<FormValues> = {},
  ): Promise<BegunTask> {
    const form = await exampleForm('smallest', { name, ...changes });
    return { id: await begin(await this.portal.client(), form), form };
  }

  /** Presses Create for a small platform in dev, and waits until CloudFormation makes its network, which goes on when the faults are replaced. */
  createHeld(name: string): Promise<BegunTask> {
    return this.sandbox.hold(`${name}-dev-network`, () => this.create(name));
  }

  /** Waits for the end of a task, whatever happens to the portal. */
  async untilSettled({ id }: BegunTask): Promise<EndedTask> {
    const client = await this.portal.client();
    return client.untilSettled(id);
  }

  /**
   * Waits for the end of a task that must succeed, whatever happens to the portal.
   *
   * @throws Error with its log, when it does not
   */
  async untilCompleted(task: BegunTask): Promise<void> {
    requireCompleted(await this.untilSettled(task));
  }

  /** Waits until the portal has written a line since it was started last, while a task runs. */
  async untilSaysOf(task: BegunTask, line: RegExp): Promise<void> {
    await untilSaidWhile(this.untilSettled(task), this.portal, line);
  }

  /** Waits until CloudFormation is at work on no stack of the platform of a task, and gives their statuses. */
  async untilAtRest({ form }: BegunTask): Promise<string[]> {
    for (;;) {
      const prefix = `${form.name}-${form.environment}-`;
      const stacks = await stacksIn(this.sandbox.url, form, prefix);
      const states = stacks.map(({ StackStatus }) => StackStatus ?? '');
      if (!states.some(state => /(?<!^REVIEW)_IN_PROGRESS$/.test(state))) {
        return states;
      }
      await sleep(200);
    }
  }

  /** All that there is of the platform of a task. */
  async look({ form }: BegunTask): Promise<PlatformSnapshot> {
    const { state, sandbox } = this;
    const client = await this.portal.client();
    return snapshotOf({ client, sandboxUrl: sandbox.url, state }, form);
  }

  /** What there is of a platform whose deployment nothing disturbed; it is made when it is asked for first. */
  async undisturbed(): Promise<PlatformSnapshot> {
    this.#undisturbed ??= this.#makeUndisturbed();
    return (await this.#undisturbed).snapshot;
  }

  /** How long that deployment took, in milliseconds. */
  async undisturbedMs(): Promise<number> {
    this.#undisturbed ??= this.#makeUndisturbed();
    return (await this.#undisturbed).milliseconds;
  }

  /**
   * What there is of that platform after an update that nothing disturbed either.
   *
   * @param changes - the fields that the update changes; the same each time
   */
  async undisturbedUpdate(
    changes: Partial<FormValues>,
  ): Promise<PlatformSnapshot> {
    this.#undisturbedUpdate ??= this.#makeUndisturbedUpdate(changes);
    return this.#undisturbedUpdate;
  }

  /** Presses Retry, once nothing goes wrong any more. */
  async retry({ id }: BegunTask): Promise<void> {
    await this.sandbox.fail();
    await (await this.portal.client()).retry(id);
  }

  /** Cancels a task. */
  async cancel({ id }: BegunTask): Promise<void> {
    await (await this.portal.client()).cancel(id);
  }

  /** Stops both and removes what they kept. */
  async stop(): Promise<void> {
    await this.portal.stop();
    await this.sandbox.stop();
    await rm(this.state, { recursive: true, force: true });
  }

  async #makeUndisturbed() {
    const began = performance.now();
    const task = await this.create(UNDISTURBED);
    await this.untilCompleted(task);
    const milliseconds = performance.now() - began;
    return { snapshot: await this.look(task), milliseconds };
  }

  async #makeUndisturbedUpdate(changes: Partial<FormValues>) {
    await this.undisturbed();
    const task = await this.create(UNDISTURBED, changes);
    await this.untilCompleted(task);
    return this.look(task);
  }
}

/**
 * Checks that a task has succeeded.
 *
 * @throws Error with its log, when it has not
 */
export function requireCompleted({ status, log }: EndedTask): void {
  if (status !== 'completed') {
    throw new Error(`The task is ${status}:\n${log}`);
  }
}

/** Presses Create with a form that is right; returns the id of the task. */
export async function begin(
  client: PortalClient,
  form: FormValues,
): Promise<string> {
  const { status, body } = await client.create(form);
  if (status !== 201) {
    throw new Error(`Create answered ${status}: ${JSON.stringify(body)}`);
  }
  return body.id;
}

/**
 * Waits until a portal has written a line since it was started last.
 *
 * @param ended - the end of the task that makes it write the line
 * @throws Error when the task ends before
 */
export async function untilSaidWhile(
  ended: Promise<EndedTask>,
  portal: BackendProgram,
  line: RegExp,
): Promise<void> {
  let said = false;
  const endedTooSoon = ended.then(({ status, log }) => {
    if (!said) {
      throw new Error(
        `The task is ${status}, and ${line} was not said:\n${log}`,
      );
    }
  });
  await Promise.race([portal.untilSays(line), endedTooSoon]);
  said = true;
}
