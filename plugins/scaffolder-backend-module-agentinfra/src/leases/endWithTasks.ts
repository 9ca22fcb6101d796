import type { EventsService } from '@backstage/plugin-events-node';
import type { PlatformLeases } from './PlatformLeases';

/** The topic of the scaffolder's events about its tasks. */
export const TASK_TOPIC = 'scaffolder.task';

/** The statuses of tasks that have ended. */
const ENDED = ['cancelled', 'completed', 'failed'];

/** Releases the lease of a task when the task ends, even if it fails in an action that knows nothing of leases. */
export async function endWithTasks(
  leases: Pick<PlatformLeases, 'end'>,
  events: EventsService,
): Promise<void> {
  await events.subscribe({
    id: 'agentinfra-leases',
    topics: [TASK_TOPIC],
    onEvent: async ({ eventPayload }) => {
      const { id, status } = eventPayload as { id: string; status: string };
      if (ENDED.includes(status)) {
        await leases.end(id);
      }
    },
  });
}
