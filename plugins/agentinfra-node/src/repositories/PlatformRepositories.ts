import type { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';

/** The author of a commit. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** A commit to the repository of a platform. */
export interface Change {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The first line of the commit message. */
  readonly subject: string;
  /** The author of the commit. */
  readonly author: Author;
}

/** What to publish. */
export interface PublishOptions extends Change {
  /** The folder of the rendered repository. */
  readonly source: string;
  /** Paths of files that are not overwritten when the repository has them already. */
  readonly keep?: readonly string[];
}

/** A file to write. */
export interface WriteFileOptions extends Change {
  /** Its path in the repository. */
  readonly path: string;
  /** Its whole content. */
  readonly text: string;
}

/** The result of a commit. */
export interface CommitResult {
  /** The commit that holds the content. */
  readonly commitHash: string;
  /** Whether there was anything to commit. */
  readonly changed: boolean;
}

/** The repositories of platforms, one for each. All operations are idempotent. */
export interface PlatformRepositories {
  /**
   * Checks that the repository of a platform can be created or changed: it does not exist, is empty, or contains that platform and
   * only changes of the portal.
   *
   * @returns whether it exists
   * @throws ConflictError if it cannot
   */
  checkFree(definition: Definition): Promise<boolean>;

  /**
   * Checks that the repository of a platform, if it exists, contains this definition of the platform and no later one.
   *
   * @throws ConflictError if it does not
   */
  checkHolds(definition: Definition): Promise<void>;

  /**
   * Commits the content of a folder to `main`; files that the folder does not have are deleted.
   *
   * @throws ConflictError if the repository cannot be changed
   */
  publish(options: PublishOptions): Promise<CommitResult>;

  /**
   * Commits a file to `main`, and nothing else.
   *
   * @throws ConflictError if the repository cannot be changed, or contains another definition of the platform
   */
  writeFile(options: WriteFileOptions): Promise<CommitResult>;
}
