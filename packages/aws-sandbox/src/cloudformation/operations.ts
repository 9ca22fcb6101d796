import { randomUUID } from 'node:crypto';
import type { Json } from '../json';
import type {
  OperationRecord,
  StackInput,
  StackRecord,
} from '../state/records';

/** How a deployment is to be done. */
export interface DeployOptions {
  /** The client's token for it, which its events carry. */
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

/** What a stack shall be made from: an input, and the values of its parameters. */
export interface Wanted {
  input: StackInput;
  parameters: Record<string, Json>;
}

/** Makes what a new stack asks for. */
export function creation(
  wanted: Wanted,
  options: DeployOptions,
): OperationRecord {
  return newOperation('create', 'deploy', wanted, options);
}

/** Brings a stack to what is wanted, and knows the way back. */
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

/** Deletes a stack with its resources. */
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
 * Takes a stack back to what it was before it failed.
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
