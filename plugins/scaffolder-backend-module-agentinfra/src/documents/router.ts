import { readFile } from 'node:fs/promises';
import { LocalRepositories } from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  HttpAuthService,
  resolveSafeChildPath,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Router } from 'express';
import createRouter from 'express-promise-router';

/** Dependencies of the router. */
export interface DocumentsRouterOptions {
  readonly catalog: CatalogService;
  readonly httpAuth: HttpAuthService;
  readonly repositories: LocalRepositories;
}

/**
 * Serves the documents in local repositories: `GET /platforms/<id>/documents/<path>` returns the Markdown of the README or of a file
 * below `docs/`, to whoever may see the platform in the catalog.
 */
export function createDocumentsRouter(options: DocumentsRouterOptions): Router {
  const { catalog, httpAuth, repositories } = options;
  const router = createRouter();
  router.get('/platforms/:id/documents/*', async (request, response) => {
    const { id, 0: path } = request.params as { id: string; 0: string };
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const platform = await catalog.getEntityByRef(
      { kind: 'component', namespace: 'default', name: id },
      { credentials },
    );
    const text =
      platform && (await readDocument(repositories.directory(id), path));
    if (text === undefined) {
      throw new NotFoundError(`The platform ${id} has no document ${path}`);
    }
    response.type('text/markdown').send(text);
  });
  return router;
}

/** The paths of documents; no file system allows U+0000. */
const DOCUMENT = /^(README|docs\/[^\0]+)\.md$/;

/** The text of a document; undefined if there is none. */
async function readDocument(
  repository: string,
  path: string,
): Promise<string | undefined> {
  if (!DOCUMENT.test(path)) {
    return undefined;
  }
  const file = resolveSafeChildPath(repository, path);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error))) {
      return undefined;
    }
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? '';
}
