import { randomUUID } from 'node:crypto';
import type { Json } from '../json';
import type {
  OperationRecord,
  StackInput,
  StackRecord,
} from '../state/records';

/** Options of a deployment. */
export interface DeployOptions {
  /** The client request token, which its events have, too. */
  readonly token?: string;
  readonly onFailure: OperationRecord['onFailure'];
  /** CloudFormation's express mode: whether to wait only until configuration is applied, not until resources are ready. */
  readonly express?: boolean;
}

/** Options of a deletion. */
export interface DeleteOptions extends DeployOptions {
  /** Logical ids of resources to keep; only for a stack whose deletion has failed. */
  readonly retain: string[];
  /** Whether to keep whatever cannot be deleted; only for a stack whose deletion has failed. */
  readonly force: boolean;
}

/** The wanted state of a stack: its input, and the values of its parameters. */
export interface Wanted {
  readonly input: StackInput;
  readonly parameters: Record<string, Json>;
}

/** The operation that creates the resources of a new stack. */
export function creation(
  wanted: Wanted,
  options: DeployOptions,
): OperationRecord {
  return newOperation('create', 'deploy', wanted, options);
}

/** The operation that updates a stack, with the state to roll back to. */
export function updateOf(
  { input, resources, result, rollbackTo }: StackRecord,
  wanted: Wanted,
  options: DeployOptions,
): OperationRecord {
  return {
    ...newOperation('update', 'deploy', wanted, options),
    before: rollbackTo ?? structuredClone({ input, resources, result }),
  };
}

/** The operation that deletes a stack with its resources. */
export function deletionOf(
  { input, result: { parameters } }: StackRecord,
  { retain, force, ...options }: DeleteOptions,
): OperationRecord {
  return {
    ...newOperation('delete', 'delete', { input, parameters }, options),
    skip: retain,
    force,
  };
}

/**
 * The operation that rolls back a stack that has failed.
 *
 * @param skip - logical ids of resources to leave as they are
 */
export function rollbackOf(
  stack: StackRecord,
  skip: string[],
  options: DeployOptions,
): OperationRecord {
  const { input, result } = stack.rollbackTo ?? stack;
  const { parameters } = result;
  return {
    ...newOperation('rollback', 'rollback', { input, parameters }, options),
    before: stack.rollbackTo,
    skip,
  };
}

function newOperation(
  kind: OperationRecord['kind'],
  phase: OperationRecord['phase'],
  { input, parameters }: Wanted,
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
