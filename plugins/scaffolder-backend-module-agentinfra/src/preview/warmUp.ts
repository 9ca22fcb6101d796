import { setTimeout as sleep } from 'node:timers/promises';
import {
  parseDefinition,
  PLATFORM_TEMPLATE,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  type PreviewOptions,
  type PreviewRequest,
  previewPlatform,
} from './previewPlatform';

/** A platform with most of what platforms can have. It is never created. */
const SAMPLE = parseDefinition({
  name: 'warm-up',
  owner: 'warm-up',
  environment: 'staging',
  account: '111122223333',
  region: 'us-east-1',
  agents: [
    { name: 'agent', modelId: 'amazon.nova-lite-v1:0', memory: true },
    { name: 'image', modelId: 'amazon.nova-lite-v1:0', artifact: 'container' },
  ],
  services: [{ name: 'service', image: 'nginx', port: 80, path: '/service' }],
  domain: {
    enabled: true,
    hostedZoneName: 'example.com',
    hostedZoneId: 'Z0123456789',
    recordName: 'warm-up',
  },
  search: { enabled: true },
  observability: { alarmEmail: 'warm-up@example.com' },
  budget: { monthlyUsd: 1 },
  costCenter: 'warm-up',
});

/** The interval at which to look for the template, which the catalog reads after the portal has started. In milliseconds. */
const INTERVAL_MS = 1_000;

/** Attempts to find the template; after that, the portal seems to have none of that name. */
const ATTEMPTS = 60;

/**
 * Makes a preview that nobody reads, as soon as the catalog shows the template, so that the first user need not wait until all of the
 * CDK is loaded, which takes seconds. Failures are only logged.
 */
export async function warmUp(
  options: PreviewOptions & { readonly logger: LoggerService },
  request: PreviewRequest,
): Promise<void> {
  try {
    await untilTemplateIsShown(options.catalog, request);
    await previewPlatform(SAMPLE, options, request);
  } catch (error) {
    if (!request.signal.aborted) {
      options.logger.warn(
        'The first synthesis will take longer, because the CDK could not be warmed up',
        error as Error,
      );
    }
  }
}

async function untilTemplateIsShown(
  catalog: CatalogService,
  { credentials, signal }: PreviewRequest,
): Promise<void> {
  const ref = stringifyEntityRef(PLATFORM_TEMPLATE);
  // A catalog that is starting may not answer at all.
  const isShown = () =>
    catalog.getEntityByRef(ref, { credentials }).catch(() => undefined);
  for (
    let attempt = 0;
    attempt < ATTEMPTS && !(await isShown());
    attempt += 1
  ) {
    await sleep(INTERVAL_MS, undefined, { signal, ref: false });
  }
}
