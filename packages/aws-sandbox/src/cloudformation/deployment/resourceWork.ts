import type { ResourceAction } from '@agentinfra/backstage-plugin-agentinfra-common';
import { messageOf } from '../../errors';
import type { Place } from '../../state/place';
import type {
  OperationRecord,
  ResourceRecord,
  StackRecord,
} from '../../state/records';
import type { DeploymentHost } from '../deploymentHost';
import type { DesiredResource } from '../desired';
import { recordResource } from '../events';
import { identify, requireAcceptable } from './admission';
import type { DeploymentOptions } from './deploymentOptions';
import { isUpToDate, mustReplace, sameBesideTags } from './differences';
import { Pace } from './pace';
import { ResourceFailure } from './resourceFailure';
import { CancelledError } from './wait';

const NOUNS: Record<ResourceAction, string> = {
  create: 'creation',
  update: 'update',
  delete: 'deletion',
};

/** Options of {@link ResourceWork}. */
export interface ResourceWorkOptions extends DeploymentOptions {
  /** Gives the signal that cancels the current phase. */
  readonly signal: () => AbortSignal;
}

/** Creates, updates and deletes the resources of one stack within one operation. */
export class ResourceWork {
  readonly #host: DeploymentHost;
  readonly #place: Place;
  readonly #stack: StackRecord;
  readonly #operation: OperationRecord;
  readonly #signal: () => AbortSignal;
  readonly #pace: Pace;

  constructor(options: ResourceWorkOptions) {
    const { host, operation, place, signal, stack } = options;
    this.#host = host;
    this.#place = place;
    this.#stack = stack;
    this.#operation = operation;
    this.#signal = signal;
    this.#pace = new Pace(host, stack.name, signal);
  }

  /** Creates a resource. */
  async create(desired: DesiredResource, generation = 0): Promise<void> {
    const resumed = this.#resumed(desired.logicalId, 'CREATE_IN_PROGRESS');
    const resource = resumed ?? this.#newRecord(desired, generation);
    this.#stack.resources[desired.logicalId] = resource;
    await this.#attempt(resource, 'create', async () => {
      if (!resumed) {
        this.#begin(resource, 'CREATE_IN_PROGRESS');
        this.#check(resource);
        this.#identify(resource);
      }
      await this.#take(resource, 'create');
      this.#host.effects.apply(this.#place, resource);
    });
  }

  /** Updates a resource to its declaration: in place, by replacement, or not at all. */
  async update(
    current: ResourceRecord,
    desired: DesiredResource,
  ): Promise<void> {
    const resumed = this.#resumed(desired.logicalId, 'UPDATE_IN_PROGRESS');
    const replaced = this.#operation.replaced.find(
      ({ logicalId }) => logicalId === desired.logicalId,
    );
    if (replaced) {
      await this.#replace(replaced, desired, resumed);
    } else if (resumed) {
      await this.#change(current, desired, resumed);
    } else if (isUpToDate(current, desired, this.#operation.input.tags)) {
      this.#adopt(current, desired);
    } else if (mustReplace(current, desired)) {
      this.#operation.replaced.push(structuredClone(current));
      await this.#replace(current, desired);
    } else {
      await this.#change(current, desired);
    }
  }

  /** Restores a resource to its state before the operation. */
  async restore(before: ResourceRecord): Promise<void> {
    const current = this.#stack.resources[before.logicalId];
    const resource: ResourceRecord = {
      ...structuredClone(before),
      operationId: this.#operation.id,
      startedAt: Date.now(),
    };
    this.#stack.resources[before.logicalId] = resource;
    if (
      current &&
      current.physicalId !== before.physicalId &&
      current.physicalId
    ) {
      this.#operation.replaced.push(current);
    }
    await this.#attempt(resource, 'update', async () => {
      this.#begin(resource, 'UPDATE_IN_PROGRESS');
      await this.#take(resource, 'update');
      this.#host.effects.apply(this.#place, resource);
    });
  }

  /** Deletes a resource. */
  async remove(resource: ResourceRecord): Promise<void> {
    const resumed =
      resource.status === 'DELETE_IN_PROGRESS' &&
      resource.operationId === this.#operation.id;
    await this.#attempt(resource, 'delete', async () => {
      if (!resumed) {
        this.#begin(resource, 'DELETE_IN_PROGRESS');
      }
      await this.#take(resource, 'delete');
      const problem = this.#host.effects.remove(this.#place, resource);
      if (problem) {
        throw new Error(problem);
      }
    });
  }

  /** Keeps a resource that leaves the stack. */
  retain(resource: ResourceRecord): void {
    this.#place.retained.push({
      stackId: this.#stack.id,
      resource: structuredClone(resource),
    });
    this.#host.state.saveRetained(this.#place);
    resource.status = 'DELETE_SKIPPED';
    resource.statusReason = undefined;
    this.#save(resource);
  }

  async #change(
    resource: ResourceRecord,
    desired: DesiredResource,
    begun?: ResourceRecord,
  ): Promise<void> {
    const onlyTags =
      !begun &&
      sameBesideTags(resource, resource.properties, desired.properties);
    this.#adopt(resource, desired);
    resource.properties = desired.properties;
    resource.stackTags = this.#operation.input.tags;
    await this.#attempt(resource, 'update', async () => {
      if (!begun) {
        this.#begin(resource, 'UPDATE_IN_PROGRESS');
        this.#check(resource);
      }
      await this.#take(resource, 'update', { onlyTags });
      this.#host.effects.apply(this.#place, resource);
    });
  }

  async #replace(
    old: ResourceRecord,
    desired: DesiredResource,
    begun?: ResourceRecord,
  ): Promise<void> {
    const fresh = begun ?? this.#newRecord(desired, old.generation + 1);
    fresh.physicalId ??= old.physicalId;
    this.#stack.resources[desired.logicalId] = fresh;
    await this.#attempt(fresh, 'update', async () => {
      if (!begun) {
        this.#begin(
          fresh,
          'UPDATE_IN_PROGRESS',
          'Requested update requires the creation of a new physical resource; hence creating one.',
        );
      }
      if (fresh.physicalId === old.physicalId) {
        this.#check(fresh);
        this.#identify(fresh, old);
      }
      await this.#take(fresh, 'create');
      this.#host.effects.apply(this.#place, fresh);
    });
  }

  /** Runs one piece of work and writes down how it ended. */
  async #attempt(
    resource: ResourceRecord,
    action: ResourceAction,
    work: () => Promise<void>,
  ): Promise<void> {
    const verb = action.toUpperCase() as 'CREATE' | 'UPDATE' | 'DELETE';
    try {
      await work();
      resource.status = `${verb}_COMPLETE`;
      resource.statusReason = undefined;
      this.#save(resource);
    } catch (error) {
      if (error instanceof CancelledError && this.#signal().reason === 'stop') {
        throw error;
      }
      const reason =
        error instanceof CancelledError
          ? `Resource ${NOUNS[action]} cancelled`
          : messageOf(error);
      resource.status = `${verb}_FAILED`;
      resource.statusReason = reason;
      this.#save(resource);
      throw error instanceof CancelledError
        ? error
        : new ResourceFailure(resource.logicalId, action, reason);
    }
  }

  #begin(
    resource: ResourceRecord,
    status: ResourceRecord['status'],
    reason?: string,
  ): void {
    resource.status = status;
    resource.statusReason = reason;
    resource.operationId = this.#operation.id;
    resource.startedAt = Date.now();
    this.#save(resource);
  }

  #check(resource: ResourceRecord): void {
    requireAcceptable(this.#host.state, this.#place, resource);
  }

  /** Gives a new resource its physical id. */
  #identify(resource: ResourceRecord, replaced?: ResourceRecord): void {
    resource.physicalId = identify(this.#host.state, this.#place, {
      stack: this.#stack,
      resource,
      replaced,
    });
    resource.statusReason = 'Resource creation Initiated';
    this.#save(resource);
  }

  /** Takes the time that AWS would take. */
  async #take(
    resource: ResourceRecord,
    action: ResourceAction,
    { onlyTags = false } = {},
  ): Promise<void> {
    const isQuick = onlyTags || this.#operation.express === true;
    await this.#pace.take(resource, action, { isQuick });
  }

  #newRecord(desired: DesiredResource, generation: number): ResourceRecord {
    return {
      ...desired,
      generation,
      status: 'CREATE_IN_PROGRESS',
      stackTags: this.#operation.input.tags,
      updatedAt: new Date().toISOString(),
      operationId: this.#operation.id,
      startedAt: Date.now(),
    };
  }

  /** Applies changes that do not affect the physical resource. */
  #adopt(resource: ResourceRecord, desired: DesiredResource): void {
    resource.metadata = desired.metadata;
    resource.dependencies = desired.dependencies;
    resource.deletionPolicy = desired.deletionPolicy;
    resource.updateReplacePolicy = desired.updateReplacePolicy;
    resource.operationId = this.#operation.id;
  }

  /** The record of a resource whose creation or update was interrupted by a restart of the sandbox. */
  #resumed(
    logicalId: string,
    status: ResourceRecord['status'],
  ): ResourceRecord | undefined {
    const resource = this.#stack.resources[logicalId];
    return resource?.operationId === this.#operation.id &&
      resource.status === status &&
      resource.physicalId
      ? resource
      : undefined;
  }

  #save(resource: ResourceRecord): void {
    recordResource(this.#stack, resource);
    this.#host.state.saveStack(this.#place, this.#stack);
  }
}
