import type { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';

/** Who a commit is by. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/** A change of the repository of a platform. */
export interface Change {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The first line of the commit's message. */
  readonly subject: string;
  /** Who the commit is by. */
  readonly author: Author;
}

/** What to publish. */
export interface PublishOptions extends Change {
  /** The folder of the rendered repository. */
  readonly source: string;
  /** Paths of files that stay as they are when the repository has them already. */
  readonly keep?: readonly string[];
}

/** A file to write. */
export interface WriteFileOptions extends Change {
  /** Its path in the repository. */
  readonly path: string;
  /** Its whole content. */
  readonly text: string;
}

/** What was committed. */
export interface CommitResult {
  /** The commit that holds the content. */
  readonly commitHash: string;
  /** Whether there was anything to commit. */
  readonly changed: boolean;
}

/** The repositories of platforms, one for each. Doing anything twice is the same as doing it once. */
export interface PlatformRepositories {
  /**
   * Checks that the repository of a platform can be made or changed: it does not exist, is empty, or holds that platform and nothing
   * of anybody but the portal since.
   *
   * @returns whether it exists
   * @throws ConflictError if it cannot
   */
  checkFree(definition: Definition): Promise<boolean>;

  /**
   * Checks that the repository of a platform, where there is one, holds a definition of it and no later one.
   *
   * @throws ConflictError if it does not
   */
  checkHolds(definition: Definition): Promise<void>;

  /**
   * Makes the repository hold the content of a folder and nothing else, on `main`.
   *
   * @throws ConflictError if the repository cannot be changed
   */
  publish(options: PublishOptions): Promise<CommitResult>;

  /**
   * Makes a file of the repository hold a text, on `main`, and changes nothing else.
   *
   * @throws ConflictError if the repository cannot be changed, or holds another definition of the platform
   */
  writeFile(options: WriteFileOptions): Promise<CommitResult>;
}
