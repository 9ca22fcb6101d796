import {
  CloudFormationClient,
  CreateStackCommand,
  CreateStackCommandInput,
  DeleteStackCommand,
  DeleteStackCommandInput,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { Logger } from '../server/logger';
import { Sandbox, SandboxOptions, startSandbox } from '../sandbox';

export { setFaults } from './faults';

/** The account of tests. */
export const ACCOUNT = '111122223333';
/** The region of tests. */
export const REGION = 'eu-west-1';

/** A logger that says nothing. */
const silent: Logger = {
  info: () => {},
  warn: () => {},
  error: () => {},
};

/** Starts a sandbox on any free port, without pretended time. */
export async function startTestSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  return await startSandbox({ port: 0, speed: 0, logger: silent, ...options });
}

/** What every SDK client of a test needs. */
export function clientOptions(
  sandbox: Sandbox,
  account = ACCOUNT,
  region = REGION,
) {
  return {
    endpoint: sandbox.url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'any' },
    maxAttempts: 1,
  };
}

/** CloudFormation as a test uses it: in few words. */
export class Stacks {
  readonly client: CloudFormationClient;

  constructor(sandbox: Sandbox, account = ACCOUNT, region = REGION) {
    const options = clientOptions(sandbox, account, region);
    this.client = new CloudFormationClient(options);
  }

  /** Creates a stack and waits until nothing is in progress. */
  async create(
    name: string,
    template: object,
    more: Partial<CreateStackCommandInput> = {},
  ): Promise<Stack> {
    await this.startCreate(name, template, more);
    return await this.settled(name);
  }

  /** Creates a stack without waiting; its ARN. */
  async startCreate(
    name: string,
    template: object,
    more: Partial<CreateStackCommandInput> = {},
  ): Promise<string> {
    const { StackId } = await this.client.send(
      new CreateStackCommand({
        StackName: name,
        TemplateBody: JSON.stringify(template),
        ...more,
      }),
    );
    return StackId as string;
  }

  /** Updates a stack and waits until nothing is in progress. */
  async update(
    name: string,
    template: object,
    more: Partial<CreateStackCommandInput> = {},
  ): Promise<Stack> {
    await this.startUpdate(name, template, more);
    return await this.settled(name);
  }

  /** Updates a stack without waiting. */
  async startUpdate(
    name: string,
    template: object,
    more: Partial<CreateStackCommandInput> = {},
  ): Promise<void> {
    await this.client.send(
      new UpdateStackCommand({
        StackName: name,
        TemplateBody: JSON.stringify(template),
        ...more,
      }),
    );
  }

  /** Deletes a stack and waits until nothing is in progress; its ARN shows it afterwards. */
  async remove(
    name: string,
    more: Partial<DeleteStackCommandInput> = {},
  ): Promise<Stack> {
    const { StackId } = await this.describe(name);
    await this.client.send(
      new DeleteStackCommand({ StackName: name, ...more }),
    );
    return await this.settled(String(StackId));
  }

  async describe(name: string): Promise<Stack> {
    const { Stacks: stacks } = await this.client.send(
      new DescribeStacksCommand({ StackName: name }),
    );
    return (stacks as Stack[])[0];
  }

  /** Asks again and again until nothing is in progress. */
  async settled(name: string): Promise<Stack> {
    for (;;) {
      const stack = await this.describe(name);
      if (!stack.StackStatus?.endsWith('IN_PROGRESS')) {
        return stack;
      }
    }
  }

  /** Asks again and again until a stack has had an event. */
  async untilEvent(name: string, pattern: RegExp): Promise<void> {
    for (;;) {
      if ((await this.events(name)).some(event => pattern.test(event))) {
        return;
      }
    }
  }

  /** All events of a stack as `logical id, status, reason`, oldest first. */
  async events(name: string): Promise<string[]> {
    const lines: string[] = [];
    let token: string | undefined;
    do {
      const answer = await this.client.send(
        new DescribeStackEventsCommand({ StackName: name, NextToken: token }),
      );
      for (const event of answer.StackEvents ?? []) {
        lines.push(
          [
            event.LogicalResourceId,
            event.ResourceStatus,
            event.ResourceStatusReason,
          ]
            .filter(Boolean)
            .join(' '),
        );
      }
      token = answer.NextToken;
    } while (token);
    return lines.reverse();
  }
}

/** The outputs of a stack by their keys. */
export function outputsOf(stack: Stack): Record<string, string | undefined> {
  return Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [
      String(OutputKey),
      OutputValue,
    ]),
  );
}
