import fs from 'node:fs';
import {
  Definition,
  ownerRef,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { ConflictError } from '@backstage/errors';
import git from 'isomorphic-git';
import { isOwnCommit } from './commits';
import { readDefinition } from './readDefinition';

/** How errors speak of a repository. */
export interface RepositoryWords {
  /** The field of the definition that decides which repository it is. */
  readonly field: 'name' | 'repoUrl';
  /** What the repository is called. */
  readonly title: string;
}

/**
 * Checks that a repository holds a platform, and that its last commit is one of the portal.
 *
 * @param directory - the work tree of the repository
 * @throws ConflictError if it does not, or is not
 */
export async function checkOwn(
  directory: string,
  definition: Definition,
  { field, title }: RepositoryWords,
): Promise<void> {
  const other = await readDefinition(directory).catch(() => undefined);
  if (!other) {
    throw new ConflictError(
      `${field}: ${title} holds something that is not a platform. Choose another ${field}.`,
    );
  }
  if (!isSamePlatform(definition, other)) {
    throw new ConflictError(
      `${field}: ${title} holds the platform ${platformId(other)} of ${
        other.owner
      } in account ${other.account}, region ${
        other.region
      }. Choose another ${field}, or let its owner change that platform.`,
    );
  }
  const [{ oid, commit }] = await git.log({ fs, dir: directory, depth: 1 });
  if (!isOwnCommit(definition, commit.message)) {
    const [subject] = commit.message.split('\n');
    throw new ConflictError(
      `${field}: ${title} has a commit that the portal did not make: ${oid.slice(
        0,
        7,
      )} "${subject}" by ${
        commit.author.name
      }. The portal overwrites nobody's work: from now on, change config/platform.json in the repository, and let its pipeline or the CDK deploy it.`,
    );
  }
}

function isSamePlatform(one: Definition, other: Definition): boolean {
  return (
    platformId(one) === platformId(other) &&
    one.account === other.account &&
    one.region === other.region &&
    ownerRef(one.owner) === ownerRef(other.owner)
  );
}
