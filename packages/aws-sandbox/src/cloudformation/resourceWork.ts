import {
  DEFAULT_DURATION,
  resourceDuration,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { JsonObject, sameJson } from '../json';
import { messageOf } from '../errors';
import { identityOf } from '../resources/identity';
import { limitProblem } from '../resources/limits';
import { refusal } from '../resources/refusal';
import { schemaProblem } from '../resources/schema';
import { serviceTokenProblem } from '../resources/serviceToken';
import {
  isCustomResource,
  recreationOf,
  specificationOf,
} from '../resources/specification';
import type { Place } from '../state/place';
import type {
  OperationRecord,
  ResourceRecord,
  StackRecord,
} from '../state/records';
import type { DeploymentHost } from './deploymentHost';
import type { DesiredResource } from './desired';
import { recordResource } from './events';
import { chosenName, nameOwner } from './names';
import { seedOf } from './scope';
import { cancellable, CancelledError, wait } from './wait';

/** Thrown when a resource could not be made, changed or deleted; the reason stands in its record. */
export class ResourceFailure extends Error {
  readonly name = 'ResourceFailure';

  constructor(
    readonly logicalId: string,
    readonly action: Action,
    reason: string,
  ) {
    super(reason);
  }
}

type Action = 'create' | 'update' | 'delete';

/** The reason of a resource that was told to fail without one. */
const FAULT_REASON = refusal(
  'The sandbox was told to fail here',
  'GeneralServiceException',
);

const NOUNS: Record<Action, string> = {
  create: 'creation',
  update: 'update',
  delete: 'deletion',
};

/** Makes, changes and deletes the resources of one stack within one operation. */
export class ResourceWork {
  constructor(
    private readonly host: DeploymentHost,
    private readonly place: Place,
    private readonly stack: StackRecord,
    private readonly operation: OperationRecord,
    private readonly signal: () => AbortSignal,
  ) {}

  /** Makes a resource that does not exist. */
  async create(desired: DesiredResource, generation = 0): Promise<void> {
    const resumed = this.#resumed(desired.logicalId, 'CREATE_IN_PROGRESS');
    const resource = resumed ?? this.#newRecord(desired, generation);
    this.stack.resources[desired.logicalId] = resource;
    await this.#attempt(resource, 'create', async () => {
      if (!resumed) {
        this.#begin(resource);
        this.#check(resource);
        this.#identify(resource);
      }
      await this.#take(resource, 'create');
      this.host.effects.apply(this.place, resource);
    });
  }

  /**
   * Brings a resource to what the template asks for: nothing, a change in place, or a replacement.
   */
  async update(
    current: ResourceRecord,
    desired: DesiredResource,
  ): Promise<void> {
    const resumed = this.#resumed(desired.logicalId, 'UPDATE_IN_PROGRESS');
    const replaced = this.operation.replaced.find(
      ({ logicalId }) => logicalId === desired.logicalId,
    );
    if (replaced) {
      await this.#replace(replaced, desired, resumed);
    } else if (resumed) {
      await this.#change(resumed, desired, true);
    } else if (isUpToDate(current, desired, this.operation.input.tags)) {
      this.#adopt(current, desired);
    } else if (mustReplace(current, desired)) {
      this.operation.replaced.push(structuredClone(current));
      await this.#replace(current, desired);
    } else {
      await this.#change(current, desired, false);
    }
  }

  /** Brings a resource back to what it was before. */
  async restore(before: ResourceRecord): Promise<void> {
    const current = this.stack.resources[before.logicalId];
    const resource: ResourceRecord = {
      ...structuredClone(before),
      operationId: this.operation.id,
      startedAt: Date.now(),
    };
    this.stack.resources[before.logicalId] = resource;
    if (
      current &&
      current.physicalId !== before.physicalId &&
      current.physicalId
    ) {
      this.operation.replaced.push(current);
    }
    await this.#attempt(resource, 'update', async () => {
      this.#begin(resource, 'UPDATE_IN_PROGRESS');
      await this.#take(resource, 'update');
      this.host.effects.apply(this.place, resource);
    });
  }

  /**
   * Deletes a resource, or lets it stand when its policy says so.
   *
   * @param retain - whether to let it stand
   */
  async remove(resource: ResourceRecord, retain: boolean): Promise<void> {
    if (retain) {
      this.place.retained.push({
        stackId: this.stack.id,
        resource: structuredClone(resource),
      });
      this.host.state.saveRetained(this.place);
      resource.status = 'DELETE_SKIPPED';
      resource.statusReason = undefined;
      this.#save(resource);
      return;
    }
    const resumed =
      resource.status === 'DELETE_IN_PROGRESS' &&
      resource.operationId === this.operation.id;
    await this.#attempt(resource, 'delete', async () => {
      if (!resumed) {
        this.#begin(resource, 'DELETE_IN_PROGRESS');
      }
      await this.#take(resource, 'delete');
      const problem = this.host.effects.remove(this.place, resource);
      if (problem) {
        throw new Error(problem);
      }
    });
  }

  async #change(
    resource: ResourceRecord,
    desired: DesiredResource,
    begun: boolean,
  ): Promise<void> {
    const onlyTags =
      !begun &&
      sameBesideTags(resource, resource.properties, desired.properties);
    this.#adopt(resource, desired);
    resource.properties = desired.properties;
    resource.stackTags = this.operation.input.tags;
    await this.#attempt(resource, 'update', async () => {
      if (!begun) {
        this.#begin(resource, 'UPDATE_IN_PROGRESS');
        this.#check(resource);
      }
      await this.#take(resource, 'update', onlyTags);
      this.host.effects.apply(this.place, resource);
    });
  }

  async #replace(
    old: ResourceRecord,
    desired: DesiredResource,
    begun?: ResourceRecord,
  ): Promise<void> {
    const fresh = begun ?? this.#newRecord(desired, old.generation + 1);
    fresh.physicalId ??= old.physicalId;
    this.stack.resources[desired.logicalId] = fresh;
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
      this.host.effects.apply(this.place, fresh);
    });
  }

  /** Runs one piece of work and writes down how it ended. */
  async #attempt(
    resource: ResourceRecord,
    action: Action,
    work: () => Promise<void>,
  ): Promise<void> {
    const verb = action.toUpperCase() as 'CREATE' | 'UPDATE' | 'DELETE';
    try {
      await work();
      resource.status = `${verb}_COMPLETE`;
      resource.statusReason = undefined;
      this.#save(resource);
    } catch (error) {
      if (error instanceof CancelledError && this.signal().reason === 'stop') {
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
    status: ResourceRecord['status'] = 'CREATE_IN_PROGRESS',
    reason?: string,
  ): void {
    resource.status = status;
    resource.statusReason = reason;
    resource.operationId = this.operation.id;
    resource.startedAt = Date.now();
    this.#save(resource);
  }

  #check(resource: ResourceRecord): void {
    const problem =
      schemaProblem(resource.type, resource.properties, this.place.region) ??
      limitProblem(this.place, resource) ??
      (isCustomResource(resource.type)
        ? serviceTokenProblem(this.host.state, resource.properties)
        : undefined);
    if (problem) {
      throw new Error(problem);
    }
  }

  /** Gives a new resource its physical id; two resources cannot have the same chosen name. */
  #identify(resource: ResourceRecord, replaced?: ResourceRecord): void {
    const identity = identityOf(seedOf(this.place, this.stack, resource));
    const chosen = chosenName(resource, identity);
    if (replaced && chosen?.isNameOf(replaced)) {
      throw new Error(
        `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${chosen.name} and update the stack again.`,
      );
    }
    const owner =
      chosen && nameOwner(this.host.state, this.place, chosen, resource);
    if (owner !== undefined) {
      throw new Error(
        refusal(
          `Resource of type '${resource.type}' with identifier '${chosen?.name}' already exists${owner}.`,
          'AlreadyExists',
        ),
      );
    }
    resource.physicalId = identity.physicalId;
    resource.statusReason = 'Resource creation Initiated';
    this.#save(resource);
  }

  /** Takes the time that AWS would take. */
  async #take(
    resource: ResourceRecord,
    action: Action,
    isQuick: boolean = false,
  ): Promise<void> {
    const { [action]: usual } = resourceDuration(
      resource.type,
      resource.properties,
    );
    // Tags, and configuration that nobody waits for, are one call, whatever the type.
    const seconds =
      isQuick || this.operation.express
        ? Math.min(usual, DEFAULT_DURATION[action])
        : usual;
    const end =
      (resource.startedAt ?? Date.now()) + seconds * 1000 * this.host.speed;
    await wait(end - Date.now(), this.signal());
    await this.#suffer(resource, action);
  }

  /** Fails or hangs where the plan of faults says so. */
  async #suffer(resource: ResourceRecord, action: Action): Promise<void> {
    for (;;) {
      const fault = this.host.faults.resourceFault({
        type: resource.type,
        logicalId: resource.logicalId,
        stack: this.stack.name,
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

  #newRecord(desired: DesiredResource, generation: number): ResourceRecord {
    return {
      ...desired,
      generation,
      status: 'CREATE_IN_PROGRESS',
      stackTags: this.operation.input.tags,
      updatedAt: new Date().toISOString(),
      operationId: this.operation.id,
      startedAt: Date.now(),
    };
  }

  /** Takes over what can change without touching the physical resource. */
  #adopt(resource: ResourceRecord, desired: DesiredResource): void {
    resource.metadata = desired.metadata;
    resource.dependencies = desired.dependencies;
    resource.deletionPolicy = desired.deletionPolicy;
    resource.updateReplacePolicy = desired.updateReplacePolicy;
    resource.operationId = this.operation.id;
  }

  /** The record of work that a restart of the sandbox interrupted. */
  #resumed(
    logicalId: string,
    status: ResourceRecord['status'],
  ): ResourceRecord | undefined {
    const resource = this.stack.resources[logicalId];
    return resource?.operationId === this.operation.id &&
      resource.status === status &&
      resource.physicalId
      ? resource
      : undefined;
  }

  #save(resource: ResourceRecord): void {
    recordResource(this.stack, resource);
    this.host.state.saveStack(this.place, this.stack);
  }
}

/** Whether nothing of the physical resource has to change. */
function isUpToDate(
  current: ResourceRecord,
  desired: Pick<DesiredResource, 'type' | 'properties'>,
  tags: Record<string, string>,
): boolean {
  const taggable = specificationOf(current.type)?.tagInformation !== undefined;
  return (
    !current.status.endsWith('_FAILED') &&
    sameJson(current.properties, desired.properties) &&
    (!taggable || sameJson(current.stackTags, tags))
  );
}

/** Whether two sets of properties differ in nothing but tags. */
function sameBesideTags(
  { type }: ResourceRecord,
  before: JsonObject,
  after: JsonObject,
): boolean {
  const tags = specificationOf(type)?.tagInformation?.tagPropertyName;
  const withoutTags = (properties: JsonObject) =>
    Object.fromEntries(
      Object.entries(properties).filter(([name]) => name !== tags),
    );
  return sameJson(withoutTags(before), withoutTags(after));
}

/** Whether the change of properties needs a new physical resource. */
function mustReplace(
  current: ResourceRecord,
  desired: DesiredResource,
): boolean {
  return [
    ...new Set([
      ...Object.keys(current.properties),
      ...Object.keys(desired.properties),
    ]),
  ].some(
    name =>
      !sameJson(current.properties[name], desired.properties[name]) &&
      recreationOf(
        current.type,
        name,
        current.properties[name],
        desired.properties[name],
      ) === 'Always',
  );
}
