import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Place } from '../state/place';
import type {
  OperationRecord,
  StackInput,
  StackRecord,
  StackStatus,
} from '../state/records';
import { checkCapabilities, checkTemplate } from './checks';
import { type CallOff, Deployment } from './deployment';
import type { DeploymentHost } from './deploymentHost';
import { setStackStatus } from './events';
import { exportProblem } from './exports';
import {
  creation,
  DeleteOptions,
  deletionOf,
  DeployOptions,
  rollbackOf,
  updateOf,
  Wanted,
} from './operations';
import {
  assertCancellable,
  assertDeletable,
  assertFailed,
  assertName,
  assertRollbackFailed,
  assertUpdatable,
} from './preconditions';
import { parameterValues, Template, templateOf } from './template';

/** Starts, cancels and resumes the deployments of stacks. */
export class Engine {
  readonly #deployments = new Map<string, Deployment>();
  readonly #host: DeploymentHost;

  constructor(host: DeploymentHost) {
    this.#host = host;
  }

  /** Resumes every deployment that was in progress when the sandbox stopped. */
  resume(): void {
    for (const place of this.#host.state.places()) {
      for (const stack of place.stacks.values()) {
        if (stack.operation) {
          this.#start(place, stack, stack.operation);
        }
      }
    }
  }

  /** Stops every deployment where it is, to be resumed later. */
  async stop(): Promise<void> {
    const running = [...this.#deployments.values()];
    running.forEach(deployment => deployment.callOff('stop'));
    await Promise.all(running.map(deployment => deployment.finished));
  }

  /**
   * Parses and checks a template and its parameters.
   *
   * @throws AwsError when the template or a parameter is invalid, or a capability is missing
   */
  prepare(place: Place, input: StackInput): Wanted & { template: Template } {
    const template = templateOf(input);
    checkTemplate(template);
    checkCapabilities(template, input.capabilities);
    input.description = template.description;
    const parameters = parameterValues(
      template,
      input.parameters,
      name => place.parameters.get(name)?.value,
    );
    return { template, input, parameters };
  }

  /**
   * Adds a stack without any resources.
   *
   * @throws AwsError `ValidationError` when the name is invalid
   */
  addStack(
    place: Place,
    name: string,
    input: StackInput,
    status: 'REVIEW_IN_PROGRESS' | 'CREATE_IN_PROGRESS',
  ): StackRecord {
    assertName('stackName', name);
    const stack: StackRecord = {
      id: `arn:${place.partition}:cloudformation:${place.region}:${
        place.account
      }:stack/${name}/${randomUUID()}`,
      name,
      status,
      createdAt: new Date().toISOString(),
      input,
      result: { parameters: {}, outputs: [], imports: [] },
      terminationProtection: false,
      disableRollback: false,
      resources: {},
      events: [],
      changeSets: [],
      tokens: {},
    };
    place.stacks.set(stack.id, stack);
    setStackStatus(stack, status, 'User Initiated');
    this.#host.state.saveStack(place, stack);
    return stack;
  }

  /** Creates the resources of a new stack. */
  create(
    place: Place,
    stack: StackRecord,
    wanted: Wanted,
    options: DeployOptions,
  ): void {
    stack.input = wanted.input;
    stack.result = { parameters: wanted.parameters, outputs: [], imports: [] };
    this.#begin(place, stack, creation(wanted, options), 'CREATE_IN_PROGRESS');
  }

  /**
   * Updates a stack.
   *
   * @throws AwsError `ValidationError` when its status does not allow that
   */
  update(
    place: Place,
    stack: StackRecord,
    wanted: Wanted,
    options: DeployOptions,
  ): void {
    assertUpdatable(stack);
    const operation = updateOf(stack, wanted, options);
    this.#begin(place, stack, operation, 'UPDATE_IN_PROGRESS');
  }

  /**
   * Deletes a stack with its resources.
   *
   * @throws AwsError `ValidationError` when its status does not allow that, or not with these options
   */
  async delete(
    place: Place,
    stack: StackRecord,
    options: DeleteOptions,
  ): Promise<void> {
    if (stack.status === 'DELETE_IN_PROGRESS') {
      return;
    }
    assertDeletable(stack, options);
    const used = exportProblem(place, stack, []);
    if (used) {
      // CloudFormation accepts the request, but the stack keeps its status and gets a status reason.
      setStackStatus(stack, stack.status, used);
      this.#host.state.saveStack(place, stack);
      return;
    }
    await this.#callOff(stack, 'delete');
    const operation = deletionOf(stack, options);
    this.#begin(place, stack, operation, 'DELETE_IN_PROGRESS');
  }

  /**
   * Cancels an update in progress, which rolls it back.
   *
   * @throws AwsError `ValidationError` when no update is in progress
   */
  cancelUpdate(stack: StackRecord): void {
    assertCancellable(stack);
    this.#deployments.get(stack.id)?.callOff('cancel');
  }

  /**
   * Rolls back a stack that has failed and was left as it was.
   *
   * @throws AwsError `ValidationError` when it has not failed
   */
  rollBack(place: Place, stack: StackRecord, options: DeployOptions): void {
    assertFailed(stack);
    this.#beginRollback(place, stack, rollbackOf(stack, [], options));
  }

  /**
   * Repeats a rollback that has failed.
   *
   * @param skip - logical ids of resources to leave as they are
   * @throws AwsError `ValidationError` when no rollback has failed
   */
  continueRollback(
    place: Place,
    stack: StackRecord,
    skip: string[],
    options: DeployOptions,
  ): void {
    assertRollbackFailed(stack);
    this.#beginRollback(place, stack, rollbackOf(stack, skip, options));
  }

  /**
   * Waits until no operation on a stack is in progress, or a time has passed.
   *
   * @param milliseconds - the time
   */
  async settleWithin(stack: StackRecord, milliseconds: number): Promise<void> {
    await Promise.race([
      this.#deployments.get(stack.id)?.finished,
      delay(milliseconds, undefined, { ref: false }),
    ]);
  }

  #beginRollback(
    place: Place,
    stack: StackRecord,
    operation: OperationRecord,
  ): void {
    const status = operation.before
      ? 'UPDATE_ROLLBACK_IN_PROGRESS'
      : 'ROLLBACK_IN_PROGRESS';
    this.#begin(place, stack, operation, status);
  }

  /** Begins an operation; a stack that was just added has its status already. */
  #begin(
    place: Place,
    stack: StackRecord,
    operation: OperationRecord,
    status: StackStatus,
  ): void {
    stack.operation = operation;
    stack.updatedAt = new Date().toISOString();
    if (stack.status !== status) {
      setStackStatus(stack, status, 'User Initiated');
    }
    this.#start(place, stack, operation);
  }

  #start(place: Place, stack: StackRecord, operation: OperationRecord): void {
    this.#host.state.saveStack(place, stack);
    const deployment = new Deployment({
      host: this.#host,
      place,
      stack,
      operation,
    });
    this.#deployments.set(stack.id, deployment);
    void deployment.finished.then(() => {
      if (this.#deployments.get(stack.id) === deployment) {
        this.#deployments.delete(stack.id);
      }
    });
  }

  async #callOff(stack: StackRecord, reason: CallOff): Promise<void> {
    const deployment = this.#deployments.get(stack.id);
    deployment?.callOff(reason);
    await deployment?.finished;
  }
}
