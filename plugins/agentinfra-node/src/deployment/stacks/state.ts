import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateDescribeStacks,
  Stack,
} from '@aws-sdk/client-cloudformation';

/** A stack as it stands in AWS. */
export interface StackState {
  /** Its ARN, under which its events are found even when it is gone. */
  readonly id: string;
  readonly name: string;
  /** Its status, such as `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly outputs: Record<string, string>;
  readonly tags: Record<string, string>;
  /** Whether CloudFormation refuses to delete it. */
  readonly isProtected: boolean;
  readonly created: Date;
  /** When CloudFormation began what it did last with the stack. */
  readonly since: Date;
}

/**
 * Reads a stack.
 *
 * @returns undefined if there is none
 * @throws what the SDK throws for anything else
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

/** Whether CloudFormation is at work on a stack. A change set that was never executed is no work. */
export function isInProgress(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

/** Whether a stack stands as its template says. */
export function isComplete(status: string): boolean {
  return ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'].includes(
    status,
  );
}
