import { randomUUID } from 'node:crypto';
import { AwsError, validationError } from '../errors';
import type { Json } from '../json';
import type { Place } from '../state/place';
import type {
  OperationRecord,
  StackInput,
  StackRecord,
  StackSnapshot,
  StackStatus,
} from '../state/records';
import { CallOff, Deployment } from './deployment';
import type { DeploymentHost } from './deploymentHost';
import { setStackStatus } from './events';
import { importersOf } from './exports';
import { checkCapabilities, checkTemplate } from './plan';
import { parameterValues, Template, templateOf } from './template';

/** How a deployment is to be done. */
export interface DeployOptions {
  token?: string;
  onFailure: OperationRecord['onFailure'];
  /** Whether to wait only until configuration is applied, not until resources are ready (CloudFormation's express mode). */
  express?: boolean;
}

/** How a stack is to be deleted. */
export interface DeleteOptions extends DeployOptions {
  /** Logical ids of resources to let stand; only for a stack whose deletion failed before. */
  retain: string[];
  /** Whether to let stand whatever cannot be deleted; only for a stack whose deletion failed before. */
  force: boolean;
}

/** Statuses from which a stack can be updated. */
const UPDATABLE: StackStatus[] = [
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
];

/** The CloudFormation of the sandbox: starts, calls off and resumes the deployments of stacks. */
export class Engine {
  readonly #deployments = new Map<string, Deployment>();
  readonly #host: DeploymentHost;

  constructor(host: DeploymentHost) {
    this.#host = host;
  }

  /** Goes on with every deployment that was in progress when the sandbox ended. */
  resume(): void {
    for (const place of this.#host.state.places()) {
      for (const stack of place.stacks.values()) {
        if (stack.operation) {
          this.#start(place, stack);
        }
      }
    }
  }

  /** Lets every deployment stop where it is, to be resumed later. */
  async stop(): Promise<void> {
    const running = [...this.#deployments.values()];
    running.forEach(deployment => deployment.callOff('stop'));
    await Promise.all(running.map(deployment => deployment.finished));
  }

  /** Reads and checks a template with the parameters given for it. */
  prepare(
    place: Place,
    input: StackInput,
  ): { template: Template; parameters: Record<string, Json> } {
    const template = templateOf(input);
    checkTemplate(template);
    checkCapabilities(template, input.capabilities);
    const parameters = parameterValues(
      template,
      input.parameters,
      name => place.parameters.get(name)?.value,
    );
    return { template, parameters };
  }

  /** Writes down a new stack that nothing has been made of yet. */
  addStack(
    place: Place,
    name: string,
    input: StackInput,
    status: 'REVIEW_IN_PROGRESS' | 'CREATE_IN_PROGRESS',
  ): StackRecord {
    if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
      throw validationError(
        `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
      );
    }
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

  /** Makes what a new stack asks for. */
  create(
    place: Place,
    stack: StackRecord,
    input: StackInput,
    parameters: Record<string, Json>,
    options: DeployOptions,
  ): void {
    stack.input = input;
    stack.result = { parameters, outputs: [], imports: [] };
    stack.operation = newOperation(
      'create',
      'deploy',
      input,
      parameters,
      options,
    );
    if (stack.status !== 'CREATE_IN_PROGRESS') {
      setStackStatus(stack, 'CREATE_IN_PROGRESS', 'User Initiated');
    }
    this.#start(place, stack);
  }

  /** Brings a stack to what an input asks for. */
  update(
    place: Place,
    stack: StackRecord,
    input: StackInput,
    parameters: Record<string, Json>,
    options: DeployOptions,
  ): void {
    assertUpdatable(stack);
    stack.operation = {
      ...newOperation('update', 'deploy', input, parameters, options),
      before: stack.rollbackTo ?? snapshot(stack),
    };
    setStackStatus(stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
    this.#start(place, stack);
  }

  /** Deletes a stack with its resources. */
  async delete(
    place: Place,
    stack: StackRecord,
    { retain, force, ...options }: DeleteOptions,
  ): Promise<void> {
    if (stack.status === 'DELETE_IN_PROGRESS') {
      return;
    }
    assertDeletable(stack);
    if ((retain.length > 0 || force) && stack.status !== 'DELETE_FAILED') {
      throw validationError(
        `Invalid operation on stack. Specifying ${
          force ? 'FORCE_DELETE_STACK' : 'RetainResources'
        } is only valid when deleting a stack in DELETE_FAILED state.`,
      );
    }
    const used = exportInUse(place, stack);
    if (used) {
      // CloudFormation takes the request, and the stack stays what it was, with the reason.
      setStackStatus(stack, stack.status, used);
      this.#host.state.saveStack(place, stack);
      return;
    }
    await this.#callOff(stack, 'delete');
    stack.operation = {
      ...newOperation(
        'delete',
        'delete',
        stack.input,
        stack.result.parameters,
        options,
      ),
      skip: retain,
      force,
    };
    setStackStatus(stack, 'DELETE_IN_PROGRESS', 'User Initiated');
    this.#start(place, stack);
  }

  /** Turns an update back that is in progress. */
  cancelUpdate(stack: StackRecord): void {
    if (stack.status !== 'UPDATE_IN_PROGRESS') {
      throw validationError(
        `CancelUpdateStack cannot be called from current stack status ${stack.status}`,
      );
    }
    this.#deployments.get(stack.id)?.callOff('cancel');
  }

  /** Rolls back a stack that was left as it was when it failed. */
  rollBack(place: Place, stack: StackRecord, options: DeployOptions): void {
    if (stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED') {
      throw validationError(
        `Stack:${stack.id} is in ${stack.status} state and can not be rolled back`,
      );
    }
    this.#startRollback(place, stack, [], options);
  }

  /**
   * Tries a rollback again that failed.
   *
   * @param skip - logical ids of resources to leave as they are
   */
  continueRollback(
    place: Place,
    stack: StackRecord,
    skip: string[],
    options: DeployOptions,
  ): void {
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED') {
      throw validationError(
        `Stack:${stack.id} is in ${stack.status} state and can not continue rollback.`,
      );
    }
    this.#startRollback(place, stack, skip, options);
  }

  /** Resolves when nothing is in progress on a stack any more. */
  async settled(stackId: string): Promise<void> {
    await this.#deployments.get(stackId)?.finished;
  }

  #startRollback(
    place: Place,
    stack: StackRecord,
    skip: string[],
    options: DeployOptions,
  ): void {
    const before = stack.rollbackTo;
    stack.operation = {
      ...newOperation(
        'rollback',
        'rollback',
        before?.input ?? stack.input,
        before?.result.parameters ?? stack.result.parameters,
        options,
      ),
      before,
      skip,
    };
    setStackStatus(
      stack,
      before ? 'UPDATE_ROLLBACK_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS',
      'User Initiated',
    );
    this.#start(place, stack);
  }

  #start(place: Place, stack: StackRecord): void {
    this.#host.state.saveStack(place, stack);
    const deployment = new Deployment(this.#host, place, stack);
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

/** Throws CloudFormation's error when a stack cannot be updated now. */
export function assertUpdatable(stack: StackRecord): void {
  const afterFailure =
    stack.status === 'CREATE_FAILED' || stack.status === 'UPDATE_FAILED';
  if (!UPDATABLE.includes(stack.status) && !afterFailure) {
    throw new AwsError(
      'ValidationError',
      `Stack:${stack.id} is in ${stack.status} state and can not be updated.`,
    );
  }
}

/** Throws CloudFormation's error when a stack cannot be deleted now. */
function assertDeletable(stack: StackRecord): void {
  if (stack.terminationProtection) {
    throw validationError(
      `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`,
    );
  }
  if (/^UPDATE_.*_IN_PROGRESS$|^UPDATE_IN_PROGRESS$/.test(stack.status)) {
    throw validationError(
      `Stack [${stack.id}] cannot be deleted while in status ${stack.status}`,
    );
  }
}

/** Why a stack cannot be deleted: another one uses what it exports. */
function exportInUse(place: Place, stack: StackRecord): string | undefined {
  for (const { exportName } of stack.result.outputs) {
    const users = exportName ? importersOf(place, exportName) : [];
    if (users.length > 0) {
      return `Export ${exportName} cannot be deleted as it is in use by ${users.join(
        ' and ',
      )}`;
    }
  }
  return undefined;
}

function newOperation(
  kind: OperationRecord['kind'],
  phase: OperationRecord['phase'],
  input: StackInput,
  parameters: Record<string, Json>,
  { token, onFailure, express }: DeployOptions,
): OperationRecord {
  return {
    id: randomUUID(),
    kind,
    phase,
    token,
    input,
    parameters,
    imports: [],
    onFailure,
    express,
    replaced: [],
    skip: [],
  };
}

function snapshot({ input, result, resources }: StackRecord): StackSnapshot {
  return structuredClone({ input, result, resources });
}
