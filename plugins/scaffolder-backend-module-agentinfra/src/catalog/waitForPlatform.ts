import { setTimeout as sleep } from 'node:timers/promises';
import {
  ANNOTATION_PLATFORM,
  Definition,
  platformEntityRef,
  platformEntityRefs,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** The interval between two polls of the catalog, in milliseconds. */
const INTERVAL_MS = 250;
/** Polls before it gives up, which take three minutes: a clock would go on while the machine sleeps. */
const POLLS = 720;
/** Polls between two lines of the log. */
const POLLS_PER_LINE = 40;
/** Polls after which the platform is registered anew. */
const POLLS_PER_REGISTRATION = 240;

/** Options of {@link waitForPlatform}. */
export interface WaitForPlatformOptions {
  readonly catalog: CatalogService;
  readonly credentials: BackstageCredentials;
  readonly definition: Definition;
  readonly logger: LoggerService;
  /**
   * Makes the catalog delete the platform and read it again. A catalog that was killed between processing and stitching an entity never
   * shows it (backstage/backstage#34686); one that was killed while stitching an entity never lists it (backstage/backstage#35734).
   */
  readonly registerAnew: () => Promise<void>;
  /** Cancels the wait. */
  readonly signal?: AbortSignal;
}

/**
 * Waits until the catalog shows a platform with all of its parts and their relations.
 *
 * @throws Error that names what is missing after three minutes
 */
export async function waitForPlatform(
  options: WaitForPlatformOptions,
): Promise<void> {
  const { logger, registerAnew, signal } = options;
  for (let polls = 1; ; polls += 1) {
    const missing = await findMissing(options);
    if (missing.length === 0) {
      return;
    }
    if (polls === POLLS) {
      throw new Error(
        `The catalog does not show ${missing.join(
          ', ',
        )} after three minutes. Look at the log of the catalog; \`catalog.rules\` must allow the kinds Component and Resource for the repository. Then run this again: the platform itself is deployed.`,
      );
    }
    if (polls % POLLS_PER_LINE === 0) {
      logger.info(`Waiting for the catalog to show ${missing.join(', ')}`);
    }
    if (polls % POLLS_PER_REGISTRATION === 0) {
      logger.info('Registering the platform anew');
      await registerAnew();
    }
    await sleep(INTERVAL_MS, undefined, { signal });
  }
}

/** What the catalog does not show yet: entities or, when all are there, relations. */
async function findMissing({
  catalog,
  credentials,
  definition,
}: WaitForPlatformOptions): Promise<string[]> {
  // Listed rather than fetched by reference: nobody finds an entity that is in no list.
  const { items } = await catalog.getEntities(
    {
      filter: {
        [`metadata.annotations.${ANNOTATION_PLATFORM}`]: platformId(definition),
      },
    },
    { credentials },
  );
  const refs = new Set(platformEntityRefs(definition));
  // Parts that the platform no longer has may still be listed.
  const targets = new Map(
    items
      .map(item => [stringifyEntityRef(item), targetsOf(item)] as const)
      .filter(([ref]) => refs.has(ref)),
  );
  const missing = [...refs].filter(ref => !targets.has(ref));
  return missing.length > 0
    ? missing
    : findMissingRelations(platformEntityRef(definition), targets);
}

function targetsOf({ relations = [] }: Entity): Set<string> {
  return new Set(relations.map(({ targetRef }) => targetRef));
}

/** The missing relations: from a platform to each of its parts, and back from each target of a relation. */
function findMissingRelations(
  platformRef: string,
  targets: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const wanted = [...targets].flatMap(([ref, itsTargets]) => [
    ...(ref === platformRef ? [] : [[platformRef, ref]]),
    ...[...itsTargets].map(target => [target, ref]),
  ]);
  return wanted
    .filter(([from, to]) => targets.get(from)?.has(to) === false)
    .map(([from, to]) => `the relation of ${from} to ${to}`);
}
