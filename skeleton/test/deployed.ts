import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
  Stack,
} from '@aws-sdk/client-cloudformation';
import { paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import { existsSync, readFileSync } from 'node:fs';
import {
  Definition,
  parseDefinition,
  platformId,
  stackName,
} from '../lib/definition';

const CONFIG = 'config/platform.json';

/** The sandbox that is asked instead of AWS, if there is one: it keeps stacks, and runs nothing of what they describe. */
export const sandbox = process.env.AWS_ENDPOINT_URL;

/**
 * The definition of the platform of this repository.
 *
 * @throws if this is not the repository of a platform
 */
export function ownDefinition(): Definition {
  if (!existsSync(CONFIG)) {
    throw new Error(
      `${CONFIG} is missing: these tests ask a deployed platform, and run in its repository.`,
    );
  }
  return parseDefinition(JSON.parse(readFileSync(CONFIG, 'utf8')));
}

/** What of a platform stands in its account. */
export class DeployedPlatform {
  /** What every client of AWS is told: the region; credentials are found as AWS SDKs do. */
  readonly client: { readonly region: string };

  private readonly cloudFormation: CloudFormationClient;
  private readonly parameterStore: SSMClient;

  /** @param definition - the definition of the platform */
  constructor(readonly definition: Definition) {
    this.client = { region: definition.region };
    this.cloudFormation = new CloudFormationClient(this.client);
    this.parameterStore = new SSMClient(this.client);
  }

  /**
   * The stack of a concern.
   *
   * @param concern - such as `network`
   * @throws if it is missing, is somebody else's, or is not in a state to be relied on, with what to do
   */
  async stack(concern: string): Promise<Stack> {
    const { account, region } = this.definition;
    const name = stackName(this.definition, concern);
    const stack = await this.find(name);
    if (!stack) {
      throw new Error(
        `The stack ${name} is missing in ${region} of the account whose credentials are in use (the platform belongs into ${account}). Deploy it: npx cdk deploy ${concern}`,
      );
    }
    if (!stack.StackId?.includes(`:${account}:`)) {
      throw new Error(
        `The stack ${name} was found in another account (${stack.StackId}). Use credentials of the account ${account}.`,
      );
    }
    if (!/^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(stack.StackStatus ?? '')) {
      throw new Error(
        `The stack ${name} is in the state ${stack.StackStatus}: ${
          stack.StackStatusReason ?? 'no reason is given'
        }. See docs/runbooks/deployment.md, then: npx cdk deploy ${concern}`,
      );
    }
    return stack;
  }

  /**
   * The outputs of the stack of a concern, by name.
   *
   * @param concern - such as `network`
   */
  async outputs(concern: string): Promise<Record<string, string>> {
    const { Outputs = [] } = await this.stack(concern);
    return Object.fromEntries(
      Outputs.map(({ OutputKey = '', OutputValue = '' }) => [
        OutputKey,
        OutputValue,
      ]),
    );
  }

  /** The SSM parameters of the platform, by their path below `/<platformId>/`. */
  async parameters(): Promise<Record<string, string>> {
    const prefix = `/${platformId(this.definition)}/`;
    const pages = paginateGetParametersByPath(
      { client: this.parameterStore },
      { Path: prefix, Recursive: true },
    );
    const parameters: Record<string, string> = {};
    for await (const { Parameters = [] } of pages) {
      Parameters.forEach(({ Name = '', Value = '' }) => {
        parameters[Name.slice(prefix.length)] = Value;
      });
    }
    return parameters;
  }

  /**
   * The physical ids of the resources of one type in the stack of a concern.
   *
   * @param concern - such as `compute`
   * @param type - such as `AWS::ECS::Service`
   */
  async resources(concern: string, type: string): Promise<string[]> {
    const ids: string[] = [];
    const pages = paginateListStackResources(
      { client: this.cloudFormation },
      { StackName: stackName(this.definition, concern) },
    );
    for await (const { StackResourceSummaries = [] } of pages) {
      StackResourceSummaries.filter(
        ({ ResourceType }) => ResourceType === type,
      ).forEach(({ PhysicalResourceId = '' }) => ids.push(PhysicalResourceId));
    }
    return ids;
  }

  private async find(name: string): Promise<Stack | undefined> {
    try {
      const { Stacks = [] } = await this.cloudFormation.send(
        new DescribeStacksCommand({ StackName: name }),
      );
      return Stacks[0];
    } catch (error) {
      // CloudFormation has no error of its own for a stack that does not exist.
      if (error instanceof Error && /does not exist/.test(error.message)) {
        return undefined;
      }
      throw error;
    }
  }
}

/**
 * `it` where a condition holds; elsewhere the test is skipped, and its name says why.
 *
 * @param condition - whether the test can run
 * @param reason - why it cannot
 */
export function itIf(condition: boolean, reason: string) {
  return (name: string, test: () => Promise<void>): void => {
    if (condition) {
      it(name, test);
    } else {
      it.skip(`${name} [skipped: ${reason}]`, test);
    }
  };
}

/** `it` on AWS; skipped in a sandbox, which runs nothing. */
export const itOnAws = itIf(!sandbox, 'a sandbox runs no resources');
