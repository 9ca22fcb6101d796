import { join } from 'node:path';
import { Synthesizer } from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readConfig } from './config';

/**
 * The synthesizer of the backend. Actions and previews share it, because its child process keeps the whole CDK in memory, and
 * because a task reuses the assembly of its preview.
 */
export const synthesizerServiceRef = createServiceRef<Synthesizer>({
  id: 'agentinfra.synthesizer',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        lifecycle: coreServices.rootLifecycle,
        rootConfig: coreServices.rootConfig,
      },
      factory({ lifecycle, rootConfig }) {
        const { stateDirectory } = readConfig(rootConfig);
        const synthesizer = new Synthesizer({
          directory: join(stateDirectory, 'assemblies'),
        });
        // While the rest of the backend starts, so that the first platform need not wait for the CDK to be loaded.
        synthesizer.warmUp();
        lifecycle.addShutdownHook(() => synthesizer.close());
        return synthesizer;
      },
    }),
});
