import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import { endWithTasks, TASK_TOPIC } from './endWithTasks';
import { PlatformLeases } from './PlatformLeases';

const logger = mockServices.logger.mock();
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
let database: DatabaseService;

/** A process of the portal. Its leases outlast any pause of a busy machine. */
const replica = () => PlatformLeases.open(database);

/** One that will die, or be paused: what it holds is soon free. */
const mortalReplica = () =>
  PlatformLeases.open(database, { duration: 400, idle: 10_000 });

const claimOf = (taskId: string) => ({
  platformId: 'shop-dev',
  taskId,
  userRef: 'user:default/ada',
});

/** Holds the lease until the returned function is called. */
function holdUntilDone(leases: PlatformLeases, taskId: string, keep = false) {
  let finish: () => void = () => {};
  let begun: () => void = () => {};
  const hasBegun = new Promise<void>(resolve => {
    begun = resolve;
  });
  const ended = leases.hold(
    { claim: claimOf(taskId), logger, keep },
    async () => {
      begun();
      await new Promise<void>(resolve => {
        finish = resolve;
      });
      return taskId;
    },
  );
  return { hasBegun, ended, finish: () => finish() };
}

const holdOnce = (leases: PlatformLeases, taskId: string, keep = false) =>
  leases.hold({ claim: claimOf(taskId), logger, keep }, async () => taskId);

/** Until when the lease is held, by the clock of the database in milliseconds; 0 once it is given back. */
async function expiresAt(): Promise<number> {
  const client = await database.getClient();
  const row = await client('agentinfra_leases').first();
  return Number(row.expires_at);
}

/** Lets a process be dead: it renews nothing any more. */
function pauseRenewals() {
  const realSetInterval = global.setInterval;
  jest
    .spyOn(global, 'setInterval')
    .mockImplementation((() => realSetInterval(() => {}, 1e6)) as never);
  return () => jest.mocked(global.setInterval).mockRestore();
}

beforeEach(async () => {
  const client = await databases.init('SQLITE_3');
  database = { getClient: async () => client };
});

describe('PlatformLeases', () => {
  it('tells a second task who works on the platform, since when, and where', async () => {
    const [one, other] = [await replica(), await replica()];
    const first = holdUntilDone(one, 'task-1');
    await first.hasBegun;

    const message = /user:default\/ada since \d{4}-.* UTC \(task task-1\)/;
    await expect(holdOnce(other, 'task-2')).rejects.toThrow(message);
    await expect(holdOnce(one, 'task-2')).rejects.toThrow(message);

    first.finish();
    await expect(first.ended).resolves.toBe('task-1');
    await expect(holdOnce(other, 'task-2')).resolves.toBe('task-2');
  });

  it('lets one process work for a task once at a time', async () => {
    const leases = await replica();
    const first = holdUntilDone(leases, 'task-1', true);
    await first.hasBegun;
    const steps: string[] = [];
    const second = leases.hold(
      { claim: claimOf('task-1'), logger, keep: false },
      async () => {
        steps.push('second begins');
      },
    );
    // Asks the table as often as the second would have to.
    await expect(holdOnce(leases, 'task-2')).rejects.toThrow(/task-1/);
    first.finish();
    await first.ended.then(() => steps.push('first ends'));
    await second;

    expect(steps).toEqual(['first ends', 'second begins']);
  });

  it('is renewed while the work goes on', async () => {
    const [one, other] = [await replica(), await replica()];
    const first = holdUntilDone(one, 'task-1');
    await first.hasBegun;
    const original = await expiresAt();
    while ((await expiresAt()) === original) {
      await sleep(50);
    }

    expect(await expiresAt()).toBeGreaterThan(original);
    await expect(holdOnce(other, 'task-2')).rejects.toThrow(/task-1/);

    first.finish();
    await first.ended;
  });

  it('stays with a task between two of its actions, and is free after the last one', async () => {
    const [one, other] = [await replica(), await replica()];
    await holdOnce(one, 'task-1', true);
    await expect(holdOnce(other, 'task-2')).rejects.toThrow(/task-1/);

    await holdOnce(one, 'task-1');

    await expect(holdOnce(other, 'task-2')).resolves.toBe('task-2');
  });

  it.each(['cancelled', 'completed', 'failed'])(
    'is free once the task is %s between two of its actions',
    async end => {
      const [one, other] = [await replica(), await replica()];
      const events = mockServices.events();
      await endWithTasks(one, events);
      const tell = (status: string) =>
        events.publish({
          topic: TASK_TOPIC,
          eventPayload: { id: 'task-1', status },
        });
      await holdOnce(one, 'task-1', true);
      await tell('processing');
      await expect(holdOnce(other, 'task-2')).rejects.toThrow(/task-1/);

      await tell(end);

      await expect(holdOnce(other, 'task-2')).resolves.toBe('task-2');
    },
  );

  it('is given back by a task that does nothing with it for too long', async () => {
    const leases = await PlatformLeases.open(database, {
      duration: 400,
      idle: 0,
    });
    await holdOnce(leases, 'task-1', true);

    while ((await expiresAt()) !== 0) {
      await sleep(50);
    }

    await expect(holdOnce(leases, 'task-2')).resolves.toBe('task-2');
  });

  it('is free after work that failed, also for a retry elsewhere', async () => {
    const [one, other] = [await replica(), await replica()];
    const failing = one.hold(
      { claim: claimOf('task-1'), logger, keep: true },
      async () => {
        throw new Error('no luck');
      },
    );

    await expect(failing).rejects.toThrow('no luck');
    await expect(holdOnce(other, 'task-1')).resolves.toBe('task-1');
    await expect(holdOnce(one, 'task-1')).resolves.toBe('task-1');
  });

  it('goes to the process that resumes the task of one that died', async () => {
    const [dead, successor] = [await mortalReplica(), await replica()];
    const resume = pauseRenewals();
    await holdOnce(dead, 'task-1', true);
    resume();

    await expect(holdOnce(successor, 'task-1')).resolves.toBe('task-1');
  });

  it('lets a process that was paused wait for its successor, and do nothing after it', async () => {
    const [paused, successor] = [await mortalReplica(), await replica()];
    const resume = pauseRenewals();
    await holdOnce(paused, 'task-1', true);
    resume();
    const second = holdUntilDone(successor, 'task-1');
    await second.hasBegun;

    const work = jest.fn(async () => {});
    const woken = paused.hold(
      { claim: claimOf('task-1'), logger, keep: false },
      work,
    );
    second.finish();
    await second.ended;

    await expect(woken).rejects.toThrow(/nothing is left to do for shop-dev/);
    expect(work).not.toHaveBeenCalled();
  });

  it('ends the work of a process that lost it, and begins it again when nobody else took it', async () => {
    const leases = await replica();
    const client = await database.getClient();
    const reasons: unknown[] = [];
    const ended = leases.hold(
      { claim: claimOf('task-1'), logger, keep: false },
      async ({ signal }) => {
        if (reasons.length === 0) {
          await client('agentinfra_leases').update({
            holder: 'another',
            expires_at: Date.now(),
          });
          await new Promise(resolve => {
            signal.addEventListener('abort', resolve);
          });
          reasons.push(signal.reason);
          signal.throwIfAborted();
        }
        return 'done';
      },
    );

    await expect(ended).resolves.toBe('done');
    expect(reasons).toEqual([new Error('The lease of shop-dev is lost')]);
  });

  it('does not wait for a successor once the task is cancelled', async () => {
    const [one, other] = [await replica(), await replica()];
    const first = holdUntilDone(one, 'task-1');
    await first.hasBegun;

    const cancelled = other.hold(
      {
        claim: claimOf('task-1'),
        logger,
        keep: false,
        signal: AbortSignal.timeout(10),
      },
      async () => {},
    );

    await expect(cancelled).rejects.toThrow(/abort|timeout/i);
    first.finish();
    await first.ended;
  });
});
