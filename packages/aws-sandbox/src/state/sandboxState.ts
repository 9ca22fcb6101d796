import { join } from 'node:path';
import { AwsError, messageOf } from '../errors';
import { compareText } from '../json';
import { DocumentStore } from './documentStore';
import { Place, StackResource } from './place';
import type { BucketRecord, ParameterRecord, StackRecord } from './records';

/**
 * The state of the sandbox, by account and region. Every change must be followed by one of the `save` methods; it is then written soon,
 * and at the latest when {@link SandboxState.flush} resolves.
 *
 * On disk: `<account>/<region>/stacks/<id>.json`, `…/buckets/<name>.json`, `…/parameters.json`, `…/retained.json`.
 */
export class SandboxState {
  readonly #places = new Map<string, Place>();
  readonly #documents: DocumentStore;

  private constructor(
    readonly directory: string | undefined,
    documents: DocumentStore,
  ) {
    this.#documents = documents;
  }

  /**
   * Reads the state from a folder.
   *
   * @param directory - the folder; `undefined` to keep everything in memory
   * @param onError - called when the state cannot be written
   */
  static async load(
    directory: string | undefined,
    onError?: (error: unknown) => void,
  ): Promise<SandboxState> {
    const documents = new DocumentStore(
      directory && join(directory, 'accounts'),
      onError,
    );
    const state = new SandboxState(directory, documents);
    for (const [name, content] of await documents.load()) {
      state.#restore(name, content);
    }
    return state;
  }

  /** The content of an account and region; an empty place if there is none yet. */
  place(account: string, region: string): Place {
    const key = `${account}/${region}`;
    let place = this.#places.get(key);
    if (!place) {
      place = new Place(account, region);
      this.#places.set(key, place);
    }
    return place;
  }

  /** The content of an account and region; `undefined` if they were never used. */
  findPlace(account: string, region: string): Place | undefined {
    return this.#places.get(`${account}/${region}`);
  }

  /** Every account and region that was ever used, in order. */
  places(): Place[] {
    return [...this.#places]
      .sort(([one], [other]) => compareText(one, other))
      .map(([, place]) => place);
  }

  /** The places of an account, in the order of their regions, for services that are global. */
  placesOf(account: string): Place[] {
    return this.places().filter(place => place.account === account);
  }

  /** Finds a bucket in any account: the names of buckets are globally unique. */
  findBucket(name: string): { place: Place; bucket: BucketRecord } | undefined {
    for (const place of this.#places.values()) {
      const bucket = place.buckets.get(name);
      if (bucket) {
        return { place, bucket };
      }
    }
    return undefined;
  }

  /** Notes that a stack has changed. */
  saveStack(place: Place, stack: StackRecord): void {
    const id = stack.id.split('/').at(-1);
    this.#documents.put(
      `${place.account}/${place.region}/stacks/${id}`,
      () => stack,
    );
  }

  /** Notes that a bucket has changed or was deleted. */
  saveBucket(place: Place, name: string): void {
    const document = `${place.account}/${place.region}/buckets/${name}`;
    const bucket = place.buckets.get(name);
    if (bucket) {
      this.#documents.put(document, () => bucket);
    } else {
      this.#documents.remove(document);
    }
  }

  /** Notes that the parameters of a place have changed. */
  saveParameters(place: Place): void {
    this.#documents.put(`${place.account}/${place.region}/parameters`, () => [
      ...place.parameters.values(),
    ]);
  }

  /** Notes that a resource of a place has outlived its stack. */
  saveRetained(place: Place): void {
    this.#documents.put(
      `${place.account}/${place.region}/retained`,
      () => place.retained,
    );
  }

  /**
   * Resolves when everything that was saved before is on disk.
   *
   * @throws AwsError `InternalFailure` when it cannot be written; the changes are kept, so that the call can be repeated
   */
  async flush(): Promise<void> {
    try {
      await this.#documents.flush();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new AwsError(
        'InternalFailure',
        `The sandbox cannot write its state: ${
          code === 'ENOSPC' ? 'its disk is full' : messageOf(error)
        }`,
        500,
      );
    }
  }

  #restore(name: string, content: unknown): void {
    const [account, region, kind] = name.split('/');
    const place = this.place(account, region);
    switch (kind) {
      case 'stacks': {
        const stack = content as StackRecord;
        if (isForgotten(stack)) {
          this.#documents.remove(name);
        } else {
          place.stacks.set(stack.id, stack);
        }
        break;
      }
      case 'buckets': {
        const bucket = content as BucketRecord;
        place.buckets.set(bucket.name, bucket);
        break;
      }
      case 'parameters':
        for (const parameter of content as ParameterRecord[]) {
          place.parameters.set(parameter.name, parameter);
        }
        break;
      case 'retained':
        place.retained.push(...(content as StackResource[]));
        break;
      default:
    }
  }
}

/** How long CloudFormation shows a deleted stack, in milliseconds: 90 days (AWS CloudFormation User Guide, "Stack status"). */
const REMEMBERED = 90 * 24 * 3600 * 1000;

function isForgotten({ deletedAt }: StackRecord): boolean {
  return (
    deletedAt !== undefined && Date.now() - Date.parse(deletedAt) > REMEMBERED
  );
}
