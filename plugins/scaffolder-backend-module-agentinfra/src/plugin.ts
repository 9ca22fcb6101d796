import { LocalRepositories } from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { readConfig } from './config';
import { createDocumentsRouter } from './documents';
import { createPreviewRouter, warmUp } from './preview';
import { synthesizerServiceRef } from './synthesizer';

/** The backend of the plugin `agentinfra`: serves the documents in local repositories, and previews of platforms. */
export const agentInfraPlugin = createBackendPlugin({
  pluginId: 'agentinfra',
  register({ registerInit }) {
    registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        reader: coreServices.urlReader,
        rootConfig: coreServices.rootConfig,
        synthesizer: synthesizerServiceRef,
      },
      async init({
        auth,
        catalog,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
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
        const preview = {
          appBaseUrl,
          catalog,
          integrations: ScmIntegrations.fromConfig(rootConfig),
          reader,
          sandboxUrl,
          synthesizer,
        };
        httpRouter.use(createPreviewRouter({ ...preview, httpAuth }));

        const stopped = new AbortController();
        lifecycle.addShutdownHook(() => stopped.abort());
        const credentials = await auth.getOwnServiceCredentials();
        lifecycle.addStartupHook(() => {
          // Nobody waits for it.
          void warmUp(
            { ...preview, logger },
            { credentials, signal: stopped.signal },
          );
        });
      },
    });
  },
});
