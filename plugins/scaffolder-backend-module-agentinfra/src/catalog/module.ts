import { LocalRepositories } from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { readConfig } from '../config';
import { LocalRepositoryProvider } from './LocalRepositoryProvider';

/** The catalog module, which adds the platforms of local repositories. */
export const catalogModuleAgentInfra = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'agentinfra',
  register({ registerInit }) {
    registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        rootConfig: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        events: eventsServiceRef,
      },
      async init({ catalog, rootConfig, logger, scheduler, events }) {
        const { repositoriesDirectory } = readConfig(rootConfig);
        catalog.addEntityProvider(
          new LocalRepositoryProvider({
            repositories: new LocalRepositories(repositoriesDirectory),
            events,
            logger,
            taskRunner: scheduler.createScheduledTaskRunner({
              frequency: { minutes: 1 },
              timeout: { minutes: 1 },
            }),
          }),
        );
      },
    });
  },
});
