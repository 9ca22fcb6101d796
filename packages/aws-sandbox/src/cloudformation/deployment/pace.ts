import {
  DEFAULT_DURATION,
  type ResourceAction,
  resourceDuration,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { refusal } from '../../resources/refusal';
import type { ResourceRecord } from '../../state/records';
import type { DeploymentHost } from '../deploymentHost';
import { cancellable, wait } from './wait';

/** The reason for a fault that does not give one. */
const FAULT_REASON = refusal(
  'The sandbox was told to fail here',
  'GeneralServiceException',
);

/** Makes the resources of a stack take their time, and makes them fail where the plan of faults says so. */
export class Pace {
  readonly #host: DeploymentHost;
  readonly #stackName: string;
  readonly #signal: () => AbortSignal;

  /** @param signal - gives the signal that cancels the current phase */
  constructor(
    host: DeploymentHost,
    stackName: string,
    signal: () => AbortSignal,
  ) {
    this.#host = host;
    this.#stackName = stackName;
    this.#signal = signal;
  }

  /**
   * Takes the time that AWS would take.
   *
   * @param isQuick - whether to wait for one call only, as for tags and in express mode, and not until the resource is ready
   * @throws Error with the reason of the fault if one strikes; CancelledError
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
      (resource.startedAt ?? Date.now()) + seconds * 1000 * this.#host.speed;
    await wait(end - Date.now(), this.#signal());
    await this.#suffer(resource, action);
  }

  /** Fails or hangs where the plan of faults says so. */
  async #suffer(
    { type, logicalId }: ResourceRecord,
    action: ResourceAction,
  ): Promise<void> {
    for (;;) {
      const fault = this.#host.faults.resourceFault({
        type,
        logicalId,
        stack: this.#stackName,
        action,
      });
      if (!fault) {
        return;
      }
      if (fault.effect !== 'hang') {
        throw new Error(fault.reason ?? FAULT_REASON);
      }
      await cancellable(
        signal => this.#host.faults.replaced(signal),
        this.#signal(),
      );
    }
  }
}
