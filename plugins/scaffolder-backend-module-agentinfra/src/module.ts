import { join } from 'node:path';
import {
  AwsAccess,
  Deployer,
  Synthesizer,
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
import { documentsPlugin } from './documents';
import { endWithTasks, PlatformLeases } from './leases';
import { createRepositories } from './repositories';

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
      },
      async init({
        scaffolder,
        rootConfig,
        database,
        reader,
        lifecycle,
        catalog,
        events,
      }) {
        const config = readConfig(rootConfig);
        const { stateDirectory, repositoriesDirectory, sandboxUrl } = config;
        const integrations = ScmIntegrations.fromConfig(rootConfig);
        const { appBaseUrl } = config;
        const places = { appBaseUrl, integrations, sandboxUrl };
        const leases = await PlatformLeases.open(database);
        await endWithTasks(leases, events);
        const repositories = createRepositories(
          repositoriesDirectory,
          integrations,
        );
        const synthesizer = new Synthesizer({
          directory: join(stateDirectory, 'assemblies'),
        });
        const deployer = new Deployer({
          aws: new AwsAccess({
            credentialsManager:
              DefaultAwsCredentialsManager.fromConfig(rootConfig),
            sandboxUrl,
          }),
          directory: stateDirectory,
          ...config.deploy,
        });
        // The first person who presses Create should not wait for the CDK to be loaded.
        lifecycle.addStartupHook(() => synthesizer.warmUp());
        lifecycle.addShutdownHook(() => {
          synthesizer.close();
          deployer.close();
        });

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
          createDeployAction({ ...places, deployer, leases, synthesizer }),
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

/** Everything that a backend needs to make platforms: the actions, and what shows local repositories in the catalog. */
export const agentInfraFeatures = createBackendFeatureLoader({
  loader: () => [
    scaffolderModuleAgentInfra,
    catalogModuleAgentInfra,
    documentsPlugin,
  ],
});
