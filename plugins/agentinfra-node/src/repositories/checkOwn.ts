import fs from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import {
  Definition,
  ownerRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { ConflictError } from '@backstage/errors';
import git, { type CommitObject } from 'isomorphic-git';
import { isOwnCommit } from './commits';
import { DEFINITION_PATH, toDefinition } from './readDefinition';

/** How errors name a repository. */
export interface RepositoryWords {
  /** The field of the definition that chooses the repository. */
  readonly field: 'name' | 'repoUrl';
  /** The repository, in words. */
  readonly title: string;
}

/** The last commit of a repository. */
interface Head {
  readonly oid: string;
  readonly commit: CommitObject;
  /** The definition of the platform that it holds. */
  readonly definition: Definition;
}

/**
 * Checks that a repository contains a platform, and that the portal made its last commit.
 *
 * @param directory - the work tree of the repository
 * @throws ConflictError if it contains anything else, or somebody else made the last commit
 */
export async function checkOwn(
  directory: string,
  definition: Definition,
  words: RepositoryWords,
): Promise<void> {
  const head = await readPlatform(directory, definition, words);
  requireOwnCommit(head, words);
}

/**
 * Checks that a repository contains a platform in just this definition, whoever made the last commit.
 *
 * @param directory - the work tree of the repository
 * @throws ConflictError if it contains anything else: the platform was changed since the definition was published
 */
export async function checkHolds(
  directory: string,
  definition: Definition,
  words: RepositoryWords,
): Promise<void> {
  const head = await readPlatform(directory, definition, words);
  requireDefinition(head, definition, words);
}

/** Checks both. */
export async function checkUnchanged(
  directory: string,
  definition: Definition,
  words: RepositoryWords,
): Promise<void> {
  const head = await readPlatform(directory, definition, words);
  requireOwnCommit(head, words);
  requireDefinition(head, definition, words);
}

async function readPlatform(
  directory: string,
  definition: Definition,
  { field, title }: RepositoryWords,
): Promise<Head> {
  const head = await readHead(directory).catch(() => undefined);
  if (!head) {
    throw new ConflictError(
      `${field}: ${title} holds something that is not a platform. Choose another ${field}.`,
    );
  }
  const other = head.definition;
  if (!isSamePlatform(definition, other)) {
    throw new ConflictError(
      `${field}: ${title} holds the platform ${platformId(other)} of ${
        other.owner
      } in account ${other.account}, region ${
        other.region
      }. Choose another ${field}, or let its owner change that platform.`,
    );
  }
  return head;
}

function requireOwnCommit(head: Head, { field, title }: RepositoryWords): void {
  if (!isOwnCommit(head.definition, head.commit.message)) {
    throw new ConflictError(
      `${field}: ${title} has a commit that the portal did not make: ${describeCommit(
        head,
      )}. The portal overwrites nobody's work: from now on, change config/platform.json in the repository, and let its pipeline or the CDK deploy it.`,
    );
  }
}

function requireDefinition(
  head: Head,
  definition: Definition,
  words: RepositoryWords,
): void {
  if (!isDeepStrictEqual(head.definition, definition)) {
    requireOwnCommit(head, words);
    throw new ConflictError(
      `${words.field}: ${
        words.title
      } holds a later definition of the platform than this task has: ${describeCommit(
        head,
      )}. To go on would take that back: press Create with the values that are wanted, instead of running this again.`,
    );
  }
}

async function readHead(dir: string): Promise<Head> {
  const [{ oid, commit }] = await git.log({ fs, dir, depth: 1 });
  const filepath = DEFINITION_PATH;
  const { blob } = await git.readBlob({ fs, dir, oid, filepath });
  const definition = toDefinition(Buffer.from(blob).toString('utf8'));
  return { oid, commit, definition };
}

function describeCommit({ oid, commit }: Head): string {
  const [subject] = commit.message.split('\n');
  return `${oid.slice(0, 7)} "${subject}" by ${commit.author.name}`;
}

function isSamePlatform(one: Definition, other: Definition): boolean {
  return (
    platformId(one) === platformId(other) &&
    one.account === other.account &&
    one.region === other.region &&
    ownerRef(one.owner) === ownerRef(other.owner)
  );
}
