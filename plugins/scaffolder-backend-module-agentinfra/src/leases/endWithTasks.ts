import type { EventsService } from '@backstage/plugin-events-node';
import type { PlatformLeases } from './PlatformLeases';

/** The topic on which the scaffolder tells what becomes of its tasks. */
export const TASK_TOPIC = 'scaffolder.task';

/** The statuses of tasks that have ended. */
const ENDED = ['cancelled', 'completed', 'failed'];

/** Has tasks give back their leases when they end, also when an action failed that knows nothing of leases. */
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
