import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { AwsAccess } from '../aws';
import type { StackReport } from './failure';
import {
  checkOwn,
  isInProgress,
  isOwn,
  readStack,
  readStacksByPrefix,
  StackState,
  stopStack,
  unprotectUnborn,
  waitUntilSettled,
  WaitOptions,
} from './stacks';

/** How long the stacks may take to be told to stop, in milliseconds. */
const STOP_MS = 4_000;

/** The stacks of one platform, as they stand in AWS. */
export class PlatformStacks {
  readonly #aws: AwsAccess;
  readonly #definition: Definition;
  readonly #names: readonly string[];

  /** @param names - the names of the stacks, as far as they are known */
  constructor(
    aws: AwsAccess,
    definition: Definition,
    names: readonly string[] = [],
  ) {
    this.#aws = aws;
    this.#definition = definition;
    this.#names = names;
  }

  /**
   * Checks that no stack of somebody else has a name that a stack of the platform could have.
   *
   * @throws ConflictError if there is one
   */
  async checkFree(): Promise<void> {
    const id = platformId(this.#definition);
    const stacks = await this.#ask(client =>
      readStacksByPrefix(client, `${id}-`),
    );
    stacks
      .filter(({ tags }) =>
        [undefined, id].includes(tags['agentinfra:platform']),
      )
      .forEach(stack => checkOwn(this.#definition, stack));
  }

  /**
   * Reads the stacks.
   *
   * @returns those that exist, by name
   */
  async read(signal?: AbortSignal): Promise<Map<string, StackState>> {
    return byName(
      await this.#each((client, name) => readStack(client, name, signal)),
    );
  }

  /**
   * Waits until CloudFormation is at work on none of the stacks.
   *
   * @param onInProgress - is told each stack that it waits for
   * @returns the stacks that exist then, by name
   * @throws ConflictError if one belongs to somebody else
   */
  async settle(
    options: WaitOptions,
    onInProgress: (stack: StackState) => void = () => {},
  ): Promise<Map<string, StackState>> {
    const states = await this.read(options.signal);
    states.forEach(state => checkOwn(this.#definition, state));
    return byName(
      await this.#each(async (client, name) => {
        let state = states.get(name);
        if (state && isInProgress(state.status)) {
          onInProgress(state);
          state = await waitUntilSettled(client, name, options);
        }
        return state && unprotectUnborn(client, state, options.signal);
      }),
    );
  }

  /** Stops what CloudFormation does, as far as that can be asked for in a few seconds, and tells what is left. */
  async stop(): Promise<StackReport[]> {
    const signal = AbortSignal.timeout(STOP_MS);
    return this.#each(async (client, name) => {
      try {
        const state = await readStack(client, name, signal);
        const note =
          state && isOwn(this.#definition, state)
            ? await stopStack(client, state, signal)
            : undefined;
        return { name, note, status: state?.status };
      } catch (error) {
        const { message } = error as Error;
        return { name, note: `its state is unknown: ${message}` };
      }
    });
  }

  #each<T>(
    work: (client: CloudFormationClient, name: string) => Promise<T>,
  ): Promise<T[]> {
    return this.#ask(client =>
      Promise.all(this.#names.map(name => work(client, name))),
    );
  }

  async #ask<T>(
    work: (client: CloudFormationClient) => Promise<T>,
  ): Promise<T> {
    const client = this.#aws.cloudFormation(this.#definition);
    try {
      return await this.#aws.explained(this.#definition, () => work(client));
    } finally {
      client.destroy();
    }
  }
}

function byName(
  states: readonly (StackState | undefined)[],
): Map<string, StackState> {
  return new Map(states.flatMap(state => (state ? [[state.name, state]] : [])));
}
