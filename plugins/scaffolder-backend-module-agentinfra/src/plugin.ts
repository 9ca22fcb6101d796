import { LocalRepositories } from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { readConfig } from './config';
import { createDocumentsRouter } from './documents';
import { createPreviewRouter } from './preview';
import { synthesizerServiceRef } from './synthesizer';

/** The backend of the plugin `agentinfra`: serves the documents in local repositories, and previews of platforms. */
export const agentInfraPlugin = createBackendPlugin({
  pluginId: 'agentinfra',
  register({ registerInit }) {
    registerInit({
      deps: {
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        reader: coreServices.urlReader,
        rootConfig: coreServices.rootConfig,
        synthesizer: synthesizerServiceRef,
      },
      async init({
        catalog,
        httpAuth,
        httpRouter,
        reader,
        rootConfig,
        synthesizer,
      }) {
        const { appBaseUrl, repositoriesDirectory, sandboxUrl } =
          readConfig(rootConfig);
        const repositories = new LocalRepositories(repositoriesDirectory);
        httpRouter.use(
          createDocumentsRouter({ catalog, httpAuth, repositories }),
        );
        httpRouter.use(
          createPreviewRouter({
            appBaseUrl,
            catalog,
            httpAuth,
            integrations: ScmIntegrations.fromConfig(rootConfig),
            reader,
            sandboxUrl,
            synthesizer,
          }),
        );
      },
    });
  },
});
