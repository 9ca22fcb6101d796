import { LocalRepositories } from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { readConfig } from '../config';
import { createDocumentsRouter } from './router';

/** The backend of the plugin `agentinfra`: the documents of platforms whose repository the portal keeps itself. */
export const documentsPlugin = createBackendPlugin({
  pluginId: 'agentinfra',
  register({ registerInit }) {
    registerInit({
      deps: {
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        rootConfig: coreServices.rootConfig,
      },
      async init({ catalog, httpAuth, httpRouter, rootConfig }) {
        const { repositoriesDirectory } = readConfig(rootConfig);
        const repositories = new LocalRepositories(repositoriesDirectory);
        httpRouter.use(
          createDocumentsRouter({ catalog, httpAuth, repositories }),
        );
      },
    });
  },
});
