import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { LOCAL_REPOSITORY_LOCATION_TYPE } from '@agentinfra/backstage-plugin-agentinfra-common';
import { LocalRepositories } from '@agentinfra/backstage-plugin-agentinfra-node';
import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import { parseAllDocuments } from 'yaml';
import { Turns } from '../Turns';

/** The topic of events about changes of local repositories. */
export const REPOSITORY_CHANGED_TOPIC = 'agentinfra.repository-changed';

/** The payload of an event about a change of a local repository. */
export interface RepositoryChange {
  readonly platformId: string;
  /** Whether the catalog must delete the entities of the platform before it adds them. */
  readonly anew: boolean;
}

/** The kinds of entities that a local repository can add to the catalog; users and groups are not for it to define. */
const ALLOWED_KINDS = ['Component', 'Resource', 'System'];

/** Options of {@link LocalRepositoryProvider}. */
export interface LocalRepositoryProviderOptions {
  readonly repositories: LocalRepositories;
  readonly events: EventsService;
  readonly logger: LoggerService;
  /** Runs the regular refresh of all registered platforms. */
  readonly taskRunner: SchedulerServiceTaskRunner;
}

/**
 * Adds the platforms of local repositories to the catalog: each one when it is registered, and all of them regularly.
 *
 * It reads only the `catalog-info.yaml` of each repository, so that nobody can make the portal read other files.
 */
export class LocalRepositoryProvider implements EntityProvider {
  readonly #options: LocalRepositoryProviderOptions;
  /** One refresh at a time: entities that were read before a change must not overwrite those that were read after it. */
  readonly #turns = new Turns();
  #connection?: EntityProviderConnection;

  constructor(options: LocalRepositoryProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return 'agentinfra-repositories';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    await this.#options.events.subscribe({
      id: this.getProviderName(),
      topics: [REPOSITORY_CHANGED_TOPIC],
      onEvent: async ({ eventPayload }) => {
        await this.#inTurn(() =>
          this.#refreshOne(eventPayload as RepositoryChange),
        );
      },
    });
    await this.#options.taskRunner.run({
      id: `${this.getProviderName()}:refresh`,
      fn: () => this.#inTurn(() => this.#refreshAll()),
    });
  }

  #inTurn(refresh: () => Promise<void>): Promise<void> {
    return this.#turns.take(this.getProviderName(), refresh);
  }

  async #refreshOne({ platformId, anew }: RepositoryChange): Promise<void> {
    const added = await this.#read(platformId);
    if (anew) {
      await this.#connection?.applyMutation({
        type: 'delta',
        added: [],
        removed: added,
      });
    }
    await this.#connection?.applyMutation({
      type: 'delta',
      added,
      removed: [],
    });
  }

  /**
   * Refreshes until nothing has changed in the meantime: another backend may have registered a platform, of which only its own
   * provider was notified.
   */
  async #refreshAll(): Promise<void> {
    let entities: DeferredEntity[] | undefined;
    let current = await this.#readAll();
    while (!isDeepStrictEqual(entities, current)) {
      entities = current;
      await this.#connection?.applyMutation({ type: 'full', entities });
      current = await this.#readAll();
    }
  }

  async #readAll(): Promise<DeferredEntity[]> {
    const ids = await this.#options.repositories.listRegistered();
    const entities = await Promise.all(ids.map(id => this.#read(id)));
    return entities.flat();
  }

  async #read(id: string): Promise<DeferredEntity[]> {
    const { repositories, logger } = this.#options;
    const file = join(repositories.directory(id), 'catalog-info.yaml');
    const location = `${LOCAL_REPOSITORY_LOCATION_TYPE}:${id}`;
    try {
      const text = await readFile(file, 'utf8');
      return parseAllDocuments(text)
        .map(document => document.toJS() as Entity)
        .filter(entity => ALLOWED_KINDS.includes(entity?.kind))
        .map(entity => located(entity, location));
    } catch (error) {
      logger.warn(
        `The platform ${id} is not in the catalog: ${file} cannot be read`,
        error as Error,
      );
      return [];
    }
  }
}

function located(entity: Entity, location: string): DeferredEntity {
  return {
    locationKey: location,
    entity: {
      ...entity,
      metadata: {
        ...entity.metadata,
        annotations: {
          ...entity.metadata?.annotations,
          [ANNOTATION_LOCATION]: location,
          [ANNOTATION_ORIGIN_LOCATION]: location,
        },
      },
    },
  };
}
