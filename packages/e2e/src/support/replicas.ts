import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BackendProgram } from './backendProgram';
import { freePorts } from './launcher';
import { exampleForm } from './places';
import { type PlatformSnapshot, snapshotOf } from './platformSnapshot';
import type { EndedTask } from './portalClient';
import { startPostgres, type PostgresServer } from './postgres';
import { begin, type BegunTask, SPEED, untilSaidWhile } from './rig';
import { SandboxProgram } from './sandboxProgram';

/** A task that was begun. */
export interface ReplicaTask {
  task: BegunTask;
  /** The portal that runs it. */
  runner: BackendProgram;
  other: BackendProgram;
}

/** Two portals on one PostgreSQL, with a state folder that they share, and a sandbox. */
export class Replicas {
  private constructor(
    readonly state: string,
    readonly sandbox: SandboxProgram,
    readonly postgres: PostgresServer,
    /** The two portals. */
    readonly both: readonly [BackendProgram, BackendProgram],
  ) {}

  /**
   * Starts everything, one portal after the other, so that the first makes the tables.
   *
   * @param options - the share of AWS's time that the sandbox takes, and after how many seconds of silence a portal loses its tasks
   */
  static async start({
    speed = SPEED,
    staleSeconds = 5,
  } = {}): Promise<Replicas> {
    const state = await mkdtemp(path.join(tmpdir(), 'agentinfra-replicas-'));
    const [sandboxPort, ...ports] = await freePorts(3);
    const postgres = await startPostgres();
    const sandbox = await SandboxProgram.start({
      port: sandboxPort,
      state: path.join(state, 'sandbox'),
      speed,
    });
    const started: BackendProgram[] = [];
    try {
      for (const port of ports) {
        const workingDirectory = path.join(state, `work-${started.length}`);
        await mkdir(workingDirectory);
        const replica = await BackendProgram.start({
          port,
          state,
          sandboxUrl: sandbox.url,
          configs: [
            'app-config.production.yaml',
            'packages/e2e/config/replica.yaml',
          ],
          env: {
            ...postgres.env,
            // What people use; a test needs no load balancer.
            AGENTINFRA_BASE_URL: `http://localhost:${ports[0]}`,
            AGENTINFRA_WORKING_DIRECTORY: workingDirectory,
            APP_CONFIG_scaffolder_taskRecovery_staleTimeout_seconds:
              String(staleSeconds),
          },
        });
        started.push(replica);
      }
    } catch (error) {
      await Promise.all(started.map(replica => replica.stop()));
      await sandbox.stop();
      await postgres.stop();
      await rm(state, { recursive: true, force: true });
      throw error;
    }
    const [one, other] = started;
    return new Replicas(state, sandbox, postgres, [one, other]);
  }

  /** Presses Create for a small platform, and finds out which of the two runs the task. */
  async create(name: string): Promise<ReplicaTask> {
    const form = await exampleForm('smallest', { name });
    const [one, other] = this.both;
    const id = await begin(await one.client(), form);
    const line = new RegExp(`"actionType":"execution".*${id}`);
    const runner = await Promise.any(
      this.both.map(async replica => {
        await untilSaidWhile(
          this.untilSettled({ id, form }, one),
          replica,
          line,
        );
        return replica;
      }),
    );
    const task = { id, form };
    return { task, runner, other: runner === one ? other : one };
  }

  /** The same, and waits until CloudFormation makes the network of the platform, which goes on when the faults are replaced. */
  createHeld(name: string): Promise<ReplicaTask> {
    return this.sandbox.hold(`${name}-dev-network`, () => this.create(name));
  }

  /** Waits until one of the portals has written a line since it was started last, while a task runs; the other is asked for the task. */
  async untilSaysOf(
    task: BegunTask,
    portal: BackendProgram,
    line: RegExp,
  ): Promise<void> {
    const asked = this.both.find(one => one !== portal)!;
    await untilSaidWhile(this.untilSettled(task, asked), portal, line);
  }

  /** Waits for the end of a task, by asking one of the portals. */
  async untilSettled(
    { id }: BegunTask,
    asked: BackendProgram,
  ): Promise<EndedTask> {
    return (await asked.client()).untilSettled(id);
  }

  /** All that there is of the platform of a task. */
  async look(
    { form }: BegunTask,
    asked: BackendProgram,
  ): Promise<PlatformSnapshot> {
    const { state, sandbox } = this;
    const client = await asked.client();
    return snapshotOf({ client, sandboxUrl: sandbox.url, state }, form);
  }

  /** Stops everything and removes what was kept. */
  async stop(): Promise<void> {
    await Promise.all(this.both.map(replica => replica.stop()));
    await this.sandbox.stop();
    await this.postgres.stop();
    await rm(this.state, { recursive: true, force: true });
  }
}
