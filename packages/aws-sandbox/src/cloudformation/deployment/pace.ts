import {
  DEFAULT_DURATION,
  resourceDuration,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { refusal } from '../../resources/refusal';
import type { ResourceRecord } from '../../state/records';
import type { DeploymentHost } from '../deploymentHost';
import type { ResourceAction } from './resourceFailure';
import { cancellable, wait } from './wait';

/** The reason of a resource that was told to fail without one. */
const FAULT_REASON = refusal(
  'The sandbox was told to fail here',
  'GeneralServiceException',
);

/** The time that the resources of a stack take, and what goes wrong meanwhile. */
export class Pace {
  constructor(
    private readonly host: DeploymentHost,
    private readonly stackName: string,
    private readonly signal: () => AbortSignal,
  ) {}

  /**
   * Takes the time that AWS would take.
   *
   * @param isQuick - whether nobody waits for the resource itself: tags and mere configuration are one call, whatever the type
   * @throws Error with the reason of a fault that strikes; CancelledError
   */
  async take(
    resource: ResourceRecord,
    action: ResourceAction,
    { isQuick }: { readonly isQuick: boolean },
  ): Promise<void> {
    const { [action]: usual } = resourceDuration(
      resource.type,
      resource.properties,
    );
    const seconds = isQuick ? Math.min(usual, DEFAULT_DURATION[action]) : usual;
    const end =
      (resource.startedAt ?? Date.now()) + seconds * 1000 * this.host.speed;
    await wait(end - Date.now(), this.signal());
    await this.#suffer(resource, action);
  }

  /** Fails or hangs where the plan of faults says so. */
  async #suffer(
    { type, logicalId }: ResourceRecord,
    action: ResourceAction,
  ): Promise<void> {
    for (;;) {
      const fault = this.host.faults.resourceFault({
        type,
        logicalId,
        stack: this.stackName,
        action,
      });
      if (!fault) {
        return;
      }
      if (fault.effect !== 'hang') {
        throw new Error(fault.reason ?? FAULT_REASON);
      }
      await cancellable(
        signal => this.host.faults.replaced(signal),
        this.signal(),
      );
    }
  }
}
