import {
  AwsAccess,
  Deployer,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  coreServices,
  createBackendFeatureLoader,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { DefaultAwsCredentialsManager } from '@backstage/integration-aws-node';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import {
  createDeployAction,
  createPublishAction,
  createRegisterAction,
  createRenderAction,
  createSynthAction,
} from './actions';
import { catalogModuleAgentInfra } from './catalog';
import { readConfig } from './config';
import { endWithTasks, PlatformLeases } from './leases';
import { agentInfraPlugin } from './plugin';
import { createRepositories } from './repositories';
import { synthesizerServiceRef } from './synthesizer';

/** The module of the scaffolder: the five actions. */
const scaffolderModuleAgentInfra = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'agentinfra',
  register({ registerInit }) {
    registerInit({
      deps: {
        scaffolder: scaffolderActionsExtensionPoint,
        rootConfig: coreServices.rootConfig,
        database: coreServices.database,
        reader: coreServices.urlReader,
        lifecycle: coreServices.lifecycle,
        catalog: catalogServiceRef,
        events: eventsServiceRef,
        synthesizer: synthesizerServiceRef,
      },
      async init({
        scaffolder,
        rootConfig,
        database,
        reader,
        lifecycle,
        catalog,
        events,
        synthesizer,
      }) {
        const config = readConfig(rootConfig);
        const { appBaseUrl, repositoriesDirectory, sandboxUrl } = config;
        const integrations = ScmIntegrations.fromConfig(rootConfig);
        const places = { appBaseUrl, integrations, sandboxUrl };
        const leases = await PlatformLeases.open(database);
        await endWithTasks(leases, events);
        const repositories = createRepositories(
          repositoriesDirectory,
          integrations,
        );
        const deployer = new Deployer({
          aws: new AwsAccess({
            credentialsManager:
              DefaultAwsCredentialsManager.fromConfig(rootConfig),
            sandboxUrl,
          }),
          directory: config.stateDirectory,
          ...config.deploy,
        });
        // The first deployment often comes soon after the start.
        lifecycle.addStartupHook(() => deployer.warmUp());
        lifecycle.addShutdownHook(() => deployer.close());

        scaffolder.addActions(
          createRenderAction({
            ...places,
            catalog,
            deployer,
            leases,
            reader,
            repositories,
          }),
          createSynthAction({ deployer, synthesizer }),
          createPublishAction({ integrations, leases, repositories }),
          createDeployAction({
            ...places,
            deployer,
            leases,
            repositories,
            synthesizer,
          }),
          createRegisterAction({
            ...places,
            catalog,
            events,
            leases,
            repositories,
          }),
        );
      },
    });
  },
});

/** Everything that a backend needs: the actions, the catalog provider for local repositories, and the API for the front end. */
export const agentInfraFeatures = createBackendFeatureLoader({
  loader: () => [
    scaffolderModuleAgentInfra,
    catalogModuleAgentInfra,
    agentInfraPlugin,
  ],
});
