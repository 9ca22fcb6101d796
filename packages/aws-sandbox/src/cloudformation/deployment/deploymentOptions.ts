import type { Place } from '../../state/place';
import type { OperationRecord, StackRecord } from '../../state/records';
import type { DeploymentHost } from '../deploymentHost';

/** What a deployment works on. */
export interface DeploymentOptions {
  readonly host: DeploymentHost;
  readonly place: Place;
  readonly stack: StackRecord;
  readonly operation: OperationRecord;
}
