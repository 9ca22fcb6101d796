import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { json, type Response, type Router } from 'express';
import createRouter from 'express-promise-router';
import { readDefinitionInput } from '../rendering';
import { Turns } from '../Turns';
import { type PreviewOptions, previewPlatform } from './previewPlatform';

/** Dependencies of the router. */
export interface PreviewRouterOptions extends PreviewOptions {
  readonly httpAuth: HttpAuthService;
}

/**
 * Serves previews of platforms: `POST /preview` with `{ "definition": … }`, from the form, returns the plan of the deployment to a
 * signed-in user. A user's previews are made one at a time; one whose client is gone is not made.
 */
export function createPreviewRouter({
  httpAuth,
  ...options
}: PreviewRouterOptions): Router {
  const turns = new Turns();
  const router = createRouter();
  router.post('/preview', json(), async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    const definition = readDefinitionInput(request.body.definition ?? {});
    const { userEntityRef } = credentials.principal;
    const signal = untilClosed(response);
    try {
      const plan = await turns.take(userEntityRef, () =>
        previewPlatform(definition, options, { credentials, signal }),
      );
      response.json(plan);
    } catch (error) {
      // The client is gone: there is nobody to send an error to.
      if (!signal.aborted) {
        throw error;
      }
    }
  });
  return router;
}

/** A signal that is aborted when the response was sent or the client is gone. */
function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  return closed.signal;
}
