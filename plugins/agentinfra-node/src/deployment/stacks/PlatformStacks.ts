import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { AwsAccess } from '../../aws';
import type { StackReport } from '../failure';
import { makeChangeable, type OnCancel, stopStack } from './changes';
import { bearsTags, checkOwn, isOwn } from './ownership';
import { removeStack } from './removal';
import { waitUntilSettled, type WaitOptions } from './settling';
import {
  isInProgress,
  readStack,
  readStacksByPrefix,
  type StackState,
} from './state';

/** The deadline for asking CloudFormation to stop all stacks, in milliseconds. */
const STOP_MS = 4_000;

/** The stacks of one platform in AWS. */
export class PlatformStacks {
  readonly #aws: AwsAccess;
  readonly #definition: Definition;
  readonly #names: readonly string[];

  /** @param names - the names of the stacks that the definition has, if they are known */
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
   * Checks that no stack of anybody else has a name that a stack of the platform could have.
   *
   * @throws ConflictError if one has
   */
  async checkFree(): Promise<void> {
    const id = platformId(this.#definition);
    const stacks = await this.#readAll();
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
   * Prepares the stacks for a deployment.
   *
   * @returns those that exist, by name; some may be in progress
   * @throws ConflictError if one belongs to somebody else
   */
  async adopt(signal?: AbortSignal): Promise<Map<string, StackState>> {
    const states = await this.read(signal);
    states.forEach(state => checkOwn(this.#definition, state));
    return byName(
      await this.#each(async (client, name) => {
        const state = states.get(name);
        return state && makeChangeable(client, state, signal);
      }),
    );
  }

  /**
   * Waits until none of the stacks is in progress, and all can be changed.
   *
   * @param states - the stacks that {@link PlatformStacks.adopt} returned
   * @returns the stacks that exist after that, by name
   */
  async settle(
    states: ReadonlyMap<string, StackState>,
    options: WaitOptions,
  ): Promise<Map<string, StackState>> {
    return byName(
      await this.#each(async (client, name) => {
        const state = states.get(name);
        return state && isInProgress(state.status)
          ? bringToRest(client, name, options)
          : state;
      }),
    );
  }

  /**
   * Reads the stacks of the platform that its definition no longer has.
   *
   * @returns those that exist, the newest first, so that each comes before those that it depends on
   */
  async readObsolete(signal?: AbortSignal): Promise<StackState[]> {
    const stacks = await this.#readAll(signal);
    return stacks
      .filter(
        stack =>
          !this.#names.includes(stack.name) &&
          bearsTags(this.#definition, stack),
      )
      .sort((one, other) => other.created.getTime() - one.created.getTime());
  }

  /**
   * Deletes a stack, and waits until it is gone.
   *
   * @returns the stack if it could not be deleted; undefined if it is gone
   */
  remove(
    stack: StackState,
    options: WaitOptions,
  ): Promise<StackState | undefined> {
    return this.#ask(client => removeStack(client, stack, options));
  }

  /**
   * Asks CloudFormation to stop all operations in progress, and does not wait for that.
   *
   * @param onCancel - what happens to the stacks in progress
   * @returns the state of each stack
   */
  async stop(onCancel: OnCancel): Promise<StackReport[]> {
    const signal = AbortSignal.timeout(STOP_MS);
    const stop = async (
      client: CloudFormationClient,
      name: string,
    ): Promise<StackReport> => {
      try {
        const state = await readStack(client, name, signal);
        const note =
          state && isOwn(this.#definition, state)
            ? await stopStack(client, state, onCancel, signal)
            : undefined;
        return { name, note, status: state?.status };
      } catch (error) {
        const { message } = error as Error;
        return { name, note: `its state is unknown: ${message}` };
      }
    };
    const [stopped, obsolete] = await Promise.all([
      this.#each(stop),
      this.readObsolete(signal).catch(() => []),
    ]);
    // A deletion cannot be stopped.
    return [
      ...stopped,
      ...obsolete.filter(({ status }) => isInProgress(status)),
    ];
  }

  #readAll(signal?: AbortSignal): Promise<StackState[]> {
    const prefix = `${platformId(this.#definition)}-`;
    return this.#ask(client => readStacksByPrefix(client, prefix, signal));
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

/**
 * Waits until a stack can be changed.
 *
 * @returns the stack after that; undefined if it is gone
 */
async function bringToRest(
  client: CloudFormationClient,
  name: string,
  options: WaitOptions,
): Promise<StackState | undefined> {
  const settled = await waitUntilSettled(client, name, options);
  const state =
    settled && (await makeChangeable(client, settled, options.signal));
  return state && isInProgress(state.status)
    ? waitUntilSettled(client, name, options)
    : state;
}

function byName(
  states: readonly (StackState | undefined)[],
): Map<string, StackState> {
  return new Map(states.flatMap(state => (state ? [[state.name, state]] : [])));
}
