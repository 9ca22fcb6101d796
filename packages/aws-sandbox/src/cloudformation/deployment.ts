import { messageOf } from '../errors';
import type { Place } from '../state/place';
import type {
  OperationRecord,
  RemovalPolicy,
  ResourceRecord,
  StackRecord,
  StackStatus,
} from '../state/records';
import type { DeploymentHost } from './deploymentHost';
import { setStackStatus } from './events';
import { desiredResource } from './desired';
import { runGraph } from './graph';
import { planResources } from './plan';
import { exportProblem, outputsOf } from './outputs';
import { ResourceFailure, ResourceWork } from './resourceWork';
import { stackScope } from './scope';
import { templateOf, Scope, Template } from './template';
import { CancelledError } from './wait';

/** Why a deployment is called off: the sandbox stops (work goes on later), or somebody asked for it. */
export type CallOff = 'stop' | 'cancel' | 'delete';

/**
 * Brings one stack from where it is to the end of its operation. All progress is in the stack's record, so that a deployment that was
 * interrupted goes on where it was when it is run again.
 */
export class Deployment {
  /** Renewed for each phase: the first failure ends a phase, not the way back. */
  #controller = new AbortController();
  #calledOff: CallOff | undefined;
  readonly #finished: Promise<void>;
  readonly #operation: OperationRecord;
  readonly #work: ResourceWork;

  constructor(
    private readonly host: DeploymentHost,
    private readonly place: Place,
    private readonly stack: StackRecord,
  ) {
    this.#operation = stack.operation as OperationRecord;
    this.#work = new ResourceWork(
      host,
      place,
      stack,
      this.#operation,
      () => this.#controller.signal,
    );
    this.#finished = this.#run();
  }

  /** Resolves when the operation has ended or was called off. Never rejects. */
  get finished(): Promise<void> {
    return this.#finished;
  }

  /** Ends the work soon: what is being made fails as cancelled, except for `stop`. */
  callOff(reason: CallOff): void {
    this.#calledOff = reason;
    this.#controller.abort(reason);
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    while (this.stack.operation === this.#operation && !this.#isOver()) {
      const { phase } = this.#operation;
      this.#controller = new AbortController();
      try {
        await this.#runPhase(phase);
      } catch (error) {
        if (this.#isOver()) {
          return;
        }
        this.#fail(phase, messageOf(error));
      }
      this.host.state.saveStack(this.place, this.stack);
    }
  }

  /** Whether somebody else takes over from here. */
  #isOver(): boolean {
    return this.#calledOff === 'stop' || this.#calledOff === 'delete';
  }

  async #runPhase(phase: OperationRecord['phase']): Promise<void> {
    switch (phase) {
      case 'deploy':
        return await this.#deploy();
      case 'cleanup':
        return await this.#cleanUp();
      case 'rollback':
        return await this.#rollBack();
      case 'rollback-cleanup':
        return await this.#cleanUpAfterRollback();
      default:
        return await this.#delete();
    }
  }

  async #deploy(): Promise<void> {
    const template = templateOf(this.#operation.input);
    const scope = this.#scope(template, this.#operation);
    const plan = planResources(template, scope);
    const isUpdate = this.#operation.kind === 'update';
    const errors = await runGraph(
      [...plan.keys()],
      logicalId => plan.get(logicalId) ?? [],
      logicalId =>
        this.#deployResource(
          template,
          scope,
          logicalId,
          plan.get(logicalId) ?? [],
        ),
    );
    if (this.#isOver()) {
      return;
    }
    const problem =
      this.#describeFailure(errors) ?? this.#settleOutputs(template, scope);
    if (problem) {
      this.#turnBack(problem);
      return;
    }
    if (isUpdate) {
      this.#operation.phase = 'cleanup';
      this.#setStatus('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    } else {
      this.#end('CREATE_COMPLETE');
    }
  }

  async #deployResource(
    template: Template,
    scope: Scope,
    logicalId: string,
    dependencies: string[],
  ): Promise<void> {
    const current = this.stack.resources[logicalId];
    if (
      current?.operationId === this.#operation.id &&
      current.status.endsWith('_COMPLETE')
    ) {
      return;
    }
    try {
      const desired = desiredResource(template, scope, logicalId, dependencies);
      if (current && isStanding(current)) {
        await this.#work.update(current, desired);
      } else {
        await this.#work.create(desired, (current?.generation ?? -1) + 1);
      }
    } catch (error) {
      this.#controller.abort('failure');
      throw error instanceof ResourceFailure || error instanceof CancelledError
        ? error
        : new ResourceFailure(
            logicalId,
            current ? 'update' : 'create',
            messageOf(error),
          );
    }
  }

  /** Deletes what the update no longer needs. What cannot be deleted stays behind, as with CloudFormation. */
  async #cleanUp(): Promise<void> {
    const template = templateOf(this.#operation.input);
    const scope = this.#scope(template, this.#operation);
    const plan = planResources(template, scope);
    const removed = Object.values(this.stack.resources).filter(
      resource => !plan.has(resource.logicalId) && isStanding(resource),
    );
    await this.#remove([
      ...removed.map(resource => ({
        resource,
        policy: resource.deletionPolicy,
      })),
      ...this.#operation.replaced.map(resource => ({
        resource,
        policy: resource.updateReplacePolicy,
      })),
    ]);
    if (!this.#isOver()) {
      this.#forget(removed);
      this.#end('UPDATE_COMPLETE');
    }
  }

  async #rollBack(): Promise<void> {
    if (this.#operation.before) {
      await this.#rollBackUpdate(this.#operation.before.resources);
    } else {
      await this.#rollBackCreation();
    }
  }

  async #rollBackCreation(): Promise<void> {
    const made = Object.values(this.stack.resources).filter(hasBody);
    const failed = await this.#remove(
      made.map(resource => ({
        resource,
        policy:
          resource.deletionPolicy === 'RetainExceptOnCreate'
            ? ('Delete' as const)
            : resource.deletionPolicy,
      })),
    );
    if (!this.#isOver()) {
      this.#end(
        failed.length > 0 ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE',
        deletionFailure(failed),
      );
    }
  }

  async #rollBackUpdate(before: Record<string, ResourceRecord>): Promise<void> {
    const touched = Object.values(before).filter(
      resource =>
        !this.#operation.skip.includes(resource.logicalId) &&
        this.#wasTouched(resource),
    );
    const byId = new Map(touched.map(one => [one.logicalId, one]));
    const errors = await runGraph(
      touched,
      resource =>
        resource.dependencies.flatMap(logicalId => byId.get(logicalId) ?? []),
      resource => this.#work.restore(resource),
    );
    if (this.#isOver()) {
      return;
    }
    const problem = this.#describeFailure(errors);
    if (problem) {
      this.#end('UPDATE_ROLLBACK_FAILED', problem);
      return;
    }
    this.#operation.phase = 'rollback-cleanup';
    this.#setStatus('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  }

  /** Whether a resource is no longer what it was before the update. */
  #wasTouched(before: ResourceRecord): boolean {
    const current = this.stack.resources[before.logicalId];
    if (!current) {
      return true;
    }
    const restored =
      current.operationId === this.#operation.id &&
      current.status === 'UPDATE_COMPLETE' &&
      current.physicalId === before.physicalId &&
      JSON.stringify(current.properties) === JSON.stringify(before.properties);
    return (
      !restored &&
      (current.physicalId !== before.physicalId ||
        current.status !== before.status ||
        JSON.stringify(current.properties) !==
          JSON.stringify(before.properties))
    );
  }

  async #cleanUpAfterRollback(): Promise<void> {
    const before = this.#operation.before?.resources ?? {};
    const standing = new Set(
      Object.values(before).map(resource => resource.physicalId),
    );
    const fresh = Object.values(this.stack.resources).filter(
      resource => !before[resource.logicalId] && hasBody(resource),
    );
    const replacements = this.#operation.replaced.filter(
      resource => !standing.has(resource.physicalId),
    );
    await this.#remove(
      [...fresh, ...replacements].map(resource => ({
        resource,
        policy: 'Delete' as const,
      })),
    );
    if (!this.#isOver()) {
      this.#forget(
        Object.values(this.stack.resources).filter(
          resource => !before[resource.logicalId],
        ),
      );
      this.stack.result = this.#operation.before?.result ?? this.stack.result;
      this.stack.input = this.#operation.before?.input ?? this.stack.input;
      this.#end('UPDATE_ROLLBACK_COMPLETE');
    }
  }

  async #delete(): Promise<void> {
    const failed = await this.#remove(
      Object.values(this.stack.resources)
        .filter(hasBody)
        .map(resource => ({
          resource,
          policy: this.#operation.skip.includes(resource.logicalId)
            ? ('Retain' as const)
            : resource.deletionPolicy,
        })),
    );
    if (this.#isOver()) {
      return;
    }
    if (failed.length > 0 && !this.#operation.force) {
      this.#end('DELETE_FAILED', deletionFailure(failed));
      return;
    }
    for (const resource of Object.values(this.stack.resources).filter(
      hasBody,
    )) {
      await this.#work.remove(resource, true);
    }
    this.stack.deletedAt = new Date().toISOString();
    this.stack.result = { ...this.stack.result, imports: [] };
    this.#end('DELETE_COMPLETE');
  }

  /**
   * Deletes resources, those first on which no other depends.
   *
   * @returns the logical ids of those that could not be deleted
   */
  async #remove(
    removals: { resource: ResourceRecord; policy: RemovalPolicy }[],
  ): Promise<string[]> {
    const dependents = (logicalId: string) =>
      removals.filter(({ resource }) =>
        resource.dependencies.includes(logicalId),
      );
    const errors = await runGraph(
      removals,
      ({ resource }) =>
        dependents(resource.logicalId).filter(
          one => one.resource.logicalId !== resource.logicalId,
        ),
      ({ resource, policy }) =>
        isGone(resource)
          ? Promise.resolve()
          : this.#work.remove(
              resource,
              policy === 'Retain' || policy === 'RetainExceptOnCreate',
            ),
    );
    return errors.flatMap(error =>
      error instanceof ResourceFailure ? [error.logicalId] : [],
    );
  }

  #forget(resources: ResourceRecord[]): void {
    for (const { logicalId } of resources) {
      delete this.stack.resources[logicalId];
    }
  }

  /** Computes the outputs; the reason when they cannot be, or when they would take an export from others. */
  #settleOutputs(template: Template, scope: Scope): string | undefined {
    try {
      const outputs = outputsOf(template, scope);
      const problem = exportProblem(this.place, this.stack, outputs);
      if (problem) {
        return problem;
      }
      this.stack.result = {
        parameters: this.#operation.parameters,
        outputs,
        imports: this.#operation.imports,
      };
      this.stack.input = this.#operation.input;
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  #describeFailure(errors: unknown[]): string | undefined {
    const failures = errors.filter(
      (error): error is ResourceFailure => error instanceof ResourceFailure,
    );
    if (failures.length === 0) {
      return errors.length > 0 ? 'User Initiated' : undefined;
    }
    const action = failures[0].action;
    return `The following resource(s) failed to ${action}: [${failures
      .map(failure => failure.logicalId)
      .join(', ')}].`;
  }

  /** Goes back, or stops where it stands, after something failed. */
  #turnBack(problem: string): void {
    this.#operation.failure = problem;
    const isUpdate = this.#operation.kind === 'update';
    switch (this.#operation.onFailure) {
      case 'DO_NOTHING':
        this.stack.rollbackTo = this.#operation.before;
        this.stack.input = this.#operation.input;
        this.#end(isUpdate ? 'UPDATE_FAILED' : 'CREATE_FAILED', problem);
        break;
      case 'DELETE':
        this.#operation.phase = 'delete';
        this.#setStatus('DELETE_IN_PROGRESS', problem);
        break;
      default:
        this.#operation.phase = 'rollback';
        this.#setStatus(
          isUpdate ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS',
          `${problem} Rollback requested by user.`,
        );
    }
  }

  #fail(phase: OperationRecord['phase'], problem: string): void {
    switch (phase) {
      case 'deploy':
        this.#turnBack(problem);
        break;
      case 'rollback':
      case 'rollback-cleanup':
        this.#end(
          this.#operation.before ? 'UPDATE_ROLLBACK_FAILED' : 'ROLLBACK_FAILED',
          problem,
        );
        break;
      case 'cleanup':
        this.#end('UPDATE_COMPLETE', problem);
        break;
      default:
        this.#end('DELETE_FAILED', problem);
    }
  }

  #end(status: StackStatus, reason?: string): void {
    this.#setStatus(status, reason);
    if (!status.endsWith('_FAILED')) {
      this.stack.rollbackTo = undefined;
    }
    if (status === 'UPDATE_ROLLBACK_FAILED') {
      this.stack.rollbackTo = this.#operation.before;
    }
    this.stack.operation = undefined;
  }

  #setStatus(status: StackStatus, reason?: string): void {
    setStackStatus(this.stack, status, reason);
    this.stack.updatedAt = new Date().toISOString();
    this.host.state.saveStack(this.place, this.stack);
  }

  #scope(
    template: Template,
    { input, parameters, imports }: OperationRecord,
  ): Scope {
    return stackScope({
      place: this.place,
      stack: this.stack,
      notificationArns: input.notificationArns,
      template,
      parameters,
      resource: logicalId => this.stack.resources[logicalId],
      onImport: name => {
        if (!imports.includes(name)) {
          imports.push(name);
        }
      },
    });
  }
}

function deletionFailure(failed: string[]): string | undefined {
  return failed.length > 0
    ? `The following resource(s) failed to delete: [${failed.join(', ')}].`
    : undefined;
}

/** Whether a resource exists and was made completely at some time. */
function isStanding(resource: ResourceRecord): boolean {
  return (
    hasBody(resource) &&
    resource.status !== 'CREATE_FAILED' &&
    resource.status !== 'CREATE_IN_PROGRESS'
  );
}

/** Whether there is anything of a resource to delete. */
function hasBody(resource: ResourceRecord): boolean {
  return resource.physicalId !== undefined && !isGone(resource);
}

function isGone(resource: ResourceRecord): boolean {
  return (
    resource.status === 'DELETE_COMPLETE' ||
    resource.status === 'DELETE_SKIPPED'
  );
}
