import { promises as fs } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';
import { messageOf } from '../errors';

/** How long changes are collected before they are written, in milliseconds. */
const GATHER_MS = 50;

/** The suffix of files that are being written, or were when the process was killed. */
const UNFINISHED = '.new';

/**
 * JSON documents in a folder. Changes are collected and written together; each file is replaced atomically, so that a process that is
 * killed leaves either the old or the new document behind, never half of one.
 *
 * Without a folder, nothing is written.
 */
export class DocumentStore {
  readonly #directory: string | undefined;
  readonly #dirty = new Map<string, () => unknown>();
  readonly #removed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  readonly #onError: (error: unknown) => void;

  /**
   * @param directory - the folder, created if necessary; `undefined` to write nothing
   * @param onError - called when a document cannot be written in the background
   */
  constructor(
    directory: string | undefined,
    onError: (error: unknown) => void = () => {},
  ) {
    this.#directory = directory;
    this.#onError = onError;
  }

  /** All documents: their names (paths with `/`, without `.json`) and contents. */
  async load(): Promise<Map<string, unknown>> {
    const documents = new Map<string, unknown>();
    if (this.#directory === undefined) {
      return documents;
    }
    await fs.mkdir(this.#directory, { recursive: true });
    const entries = await fs.readdir(this.#directory, {
      recursive: true,
      withFileTypes: true,
    });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && entry.name.endsWith(UNFINISHED)) {
        await fs.rm(path);
      } else if (entry.isFile() && entry.name.endsWith('.json')) {
        const name = relative(this.#directory, path)
          .split(sep)
          .join('/')
          .slice(0, -'.json'.length);
        documents.set(name, await readDocument(path));
      }
    }
    return documents;
  }

  /**
   * Notes that a document has changed. It is written soon.
   *
   * @param name - its path below the folder, without `.json`
   * @param content - returns the content when it is written
   */
  put(name: string, content: () => unknown): void {
    if (this.#directory !== undefined) {
      this.#removed.delete(name);
      this.#dirty.set(name, content);
      this.#schedule();
    }
  }

  /** Deletes a document soon. */
  remove(name: string): void {
    if (this.#directory !== undefined) {
      this.#dirty.delete(name);
      this.#removed.add(name);
      this.#schedule();
    }
  }

  /** Writes every change that was made before this call; resolves when all are on disk. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => {}).then(() => this.#write());
    await this.#writing;
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.flush().catch(this.#onError);
    }, GATHER_MS);
  }

  async #write(): Promise<void> {
    const changed = [...this.#dirty];
    const removed = [...this.#removed];
    this.#dirty.clear();
    this.#removed.clear();
    try {
      await Promise.all([
        ...changed.map(([name, content]) => this.#replace(name, content())),
        ...removed.map(name => fs.rm(this.#path(name), { force: true })),
      ]);
    } catch (error) {
      changed.forEach(
        ([name, content]) =>
          this.#dirty.has(name) || this.#dirty.set(name, content),
      );
      throw error;
    }
  }

  async #replace(name: string, content: unknown): Promise<void> {
    await replaceFile(this.#path(name), JSON.stringify(content));
  }

  #path(name: string): string {
    return join(this.#directory ?? '', `${name}.json`);
  }
}

async function readDocument(path: string): Promise<unknown> {
  const text = await fs.readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(
      `The state in ${path} cannot be read (${messageOf(
        error,
      )}). Remove that file, or start with another state folder.`,
    );
  }
}

/** Replaces a file atomically: writes a new file beside it, and renames that. */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  await fs.mkdir(dirname(path), { recursive: true });
  const fresh = `${path}.${randomUUID()}${UNFINISHED}`;
  await fs.writeFile(fresh, content);
  await fs.rename(fresh, path);
}
