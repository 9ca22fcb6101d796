import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { json, type Response, type Router } from 'express';
import createRouter from 'express-promise-router';
import { readDefinitionInput } from '../rendering';
import { Turns } from '../Turns';
import { type PreviewOptions, previewPlatform } from './previewPlatform';

/** What the router works with. */
export interface PreviewRouterOptions extends PreviewOptions {
  readonly httpAuth: HttpAuthService;
}

/**
 * Serves previews of platforms: `POST /preview` with `{ "definition": … }`, as the form gives it, answers a signed-in user with the
 * plan of the deployment. A user has one preview made at a time; one that nobody waits for any more is not made.
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
      // Where nobody waits for an answer, there is nobody to tell of an end.
      if (!signal.aborted) {
        throw error;
      }
    }
  });
  return router;
}

/** A signal that aborts when the response is over, because it was sent or because nobody waits for it any more. */
function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController();
  response.on('close', () => closed.abort());
  return closed.signal;
}
