import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './documentStore';

/** The bodies of objects: files on disk, or memory when there is no folder. */
export class BlobStore {
  readonly #memory = new Map<string, Buffer>();
  readonly #directory: string | undefined;

  /** @param directory - the folder; `undefined` to keep everything in memory */
  constructor(directory: string | undefined) {
    this.#directory = directory;
  }

  /** Stores a body under a name, and replaces the one that was there. */
  async write(name: string, body: Buffer): Promise<void> {
    if (this.#directory === undefined) {
      this.#memory.set(name, body);
    } else {
      await replaceFile(this.#path(name), body);
    }
  }

  /**
   * The body of that name.
   *
   * @throws Error when there is none
   */
  async read(name: string): Promise<Buffer> {
    if (this.#directory !== undefined) {
      return await fs.readFile(this.#path(name));
    }
    const body = this.#memory.get(name);
    if (!body) {
      throw new Error(`There is no stored body for ${name}`);
    }
    return body;
  }

  /** Deletes a body, if it exists. */
  async remove(name: string): Promise<void> {
    this.#memory.delete(name);
    if (this.#directory !== undefined) {
      await fs.rm(this.#path(name), { force: true });
    }
  }

  /** The file of a body. Names come from users, so the path contains only their digest. */
  #path(name: string): string {
    const digest = createHash('sha256').update(name).digest('hex');
    return join(this.#directory ?? '', digest.slice(0, 2), digest);
  }
}
