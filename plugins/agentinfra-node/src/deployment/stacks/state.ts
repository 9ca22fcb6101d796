import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStacks,
  Stack,
} from '@aws-sdk/client-cloudformation';

/** The state of a stack in AWS. */
export interface StackState {
  /** Its ARN, which finds its events even after it is deleted. */
  readonly id: string;
  readonly name: string;
  /** Its status, such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly outputs: Record<string, string>;
  readonly tags: Record<string, string>;
  /** Whether CloudFormation refuses to delete it. */
  readonly isProtected: boolean;
  readonly created: Date;
  /** When the last operation on the stack began. */
  readonly since: Date;
}

/**
 * Reads a stack.
 *
 * @returns undefined if there is no such stack
 * @throws any other error of the SDK
 */
export async function readStack(
  client: CloudFormationClient,
  name: string,
  signal?: AbortSignal,
): Promise<StackState | undefined> {
  try {
    const { Stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName: name }),
      { abortSignal: signal },
    );
    return Stacks[0] && toState(Stacks[0]);
  } catch (error) {
    if (/does not exist/.test((error as Error).message)) {
      return undefined;
    }
    throw error;
  }
}

/** Reads all stacks whose names begin with a prefix. */
export async function readStacksByPrefix(
  client: CloudFormationClient,
  prefix: string,
  signal?: AbortSignal,
): Promise<StackState[]> {
  const found: StackState[] = [];
  for await (const { Stacks = [] } of paginateDescribeStacks(
    { client },
    {},
    { abortSignal: signal },
  )) {
    found.push(
      ...Stacks.map(toState).filter(({ name }) => name.startsWith(prefix)),
    );
  }
  return found;
}

function toState(stack: Stack): StackState {
  return {
    id: stack.StackId ?? '',
    name: stack.StackName ?? '',
    status: stack.StackStatus ?? '',
    created: stack.CreationTime ?? new Date(0),
    since:
      stack.DeletionTime ??
      stack.LastUpdatedTime ??
      stack.CreationTime ??
      new Date(0),
    outputs: Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
        OutputKey,
        OutputValue,
      ]),
    ),
    tags: Object.fromEntries(
      (stack.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
    ),
    isProtected: stack.EnableTerminationProtection ?? false,
  };
}

/** Whether an operation on a stack is in progress; a change set that was never executed is none. */
export function isInProgress(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

/** Whether the last operation on a stack succeeded. */
export function isComplete(status: string): boolean {
  return ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'].includes(
    status,
  );
}
