import {
  CloudFormationClient,
  DeleteStackCommand,
  paginateDescribeStackEvents,
  paginateDescribeStacks,
  paginateListStackResources,
  UpdateTerminationProtectionCommand,
  waitUntilStackDeleteComplete,
  type Stack,
  type StackEvent,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation';
import {
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';

/** An account and a region in the sandbox. */
export interface AccountPlace {
  /** 12 digits. */
  account: string;
  /** Such as `eu-central-1`. */
  region: string;
}

/** A fault of the sandbox; its README describes them. */
export type Fault = { kind: string } & Record<string, unknown>;

/**
 * Holds what is created in a stack still, until the faults are replaced.
 *
 * @param stack - its name
 */
export function heldCreation(stack: string): Fault {
  return { kind: 'resource', stack, action: 'create', effect: 'hang' };
}

/**
 * Changes the speed of a running sandbox.
 *
 * @param url - of the sandbox
 * @param speed - the share of the time of AWS that everything takes from now on
 */
export async function setSpeed(url: string, speed: number): Promise<void> {
  await put(`${url}/_sandbox/speed`, { speed });
}

/**
 * Replaces the plan of faults of a running sandbox.
 *
 * @param url - of the sandbox
 */
export async function setFaults(
  url: string,
  faults: readonly Fault[],
): Promise<void> {
  await put(`${url}/_sandbox/faults`, { faults });
}

async function put(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`The sandbox refuses ${url}: ${await response.text()}`);
  }
}

/** An account in the sandbox, in one region, as AWS's own clients see it. */
export class SandboxAccount {
  readonly #cloudFormation: CloudFormationClient;
  readonly #tagging: ResourceGroupsTaggingAPIClient;

  /** @param url - of the sandbox */
  constructor(url: string, { account, region }: AccountPlace) {
    const options = {
      endpoint: url,
      region,
      // In the sandbox, the access key id says which account it is.
      credentials: { accessKeyId: account, secretAccessKey: 'sandbox' },
    };
    this.#cloudFormation = new CloudFormationClient(options);
    this.#tagging = new ResourceGroupsTaggingAPIClient(options);
  }

  /** The stacks whose names begin with a prefix, such as `chat-dev-`. */
  async stacks(prefix: string): Promise<Stack[]> {
    const stacks = await collect(
      paginateDescribeStacks({ client: this.#cloudFormation }, {}),
      page => page.Stacks,
    );
    return stacks.filter(stack => stack.StackName?.startsWith(prefix));
  }

  /** The resources of a stack. */
  resources(stack: string): Promise<StackResourceSummary[]> {
    return collect(
      paginateListStackResources(
        { client: this.#cloudFormation },
        { StackName: stack },
      ),
      page => page.StackResourceSummaries,
    );
  }

  /**
   * The events of a stack, the newest first.
   *
   * @param stack - its name, or its ARN, by which it is found also when it is deleted
   */
  events(stack: string): Promise<StackEvent[]> {
    return collect(
      paginateDescribeStackEvents(
        { client: this.#cloudFormation },
        { StackName: stack },
      ),
      page => page.StackEvents,
    );
  }

  /** Lets a stack be deleted. */
  async unprotect(stack: string): Promise<void> {
    await this.#cloudFormation.send(
      new UpdateTerminationProtectionCommand({
        StackName: stack,
        EnableTerminationProtection: false,
      }),
    );
  }

  /** Deletes a stack, and waits until it is gone. */
  async delete(stack: string): Promise<void> {
    await this.#cloudFormation.send(
      new DeleteStackCommand({ StackName: stack }),
    );
    await waitUntilStackDeleteComplete(
      {
        client: this.#cloudFormation,
        maxWaitTime: 60,
        minDelay: 1,
        maxDelay: 1,
      },
      { StackName: stack },
    );
  }

  /** The ARNs of all that bears a tag, in a stack or beyond any. */
  async tagged(key: string, value: string): Promise<string[]> {
    const found = await collect(
      paginateGetResources(
        { client: this.#tagging },
        { TagFilters: [{ Key: key, Values: [value] }] },
      ),
      page => page.ResourceTagMappingList,
    );
    return found.map(({ ResourceARN = '' }) => ResourceARN);
  }
}

/**
 * The CloudFormation stacks of an account in the sandbox.
 *
 * @param url - of the sandbox
 * @param prefix - of the stacks' names, such as `chat-dev-`
 */
export function stacksIn(
  url: string,
  place: AccountPlace,
  prefix: string,
): Promise<Stack[]> {
  return new SandboxAccount(url, place).stacks(prefix);
}

async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) {
    items.push(...(itemsOf(page) ?? []));
  }
  return items;
}
