import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  parseDefinition,
  platformLinks,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { renderSkeleton } from '../rendering';
import { Synthesizer } from '../synthesis';

const ROOT = resolve(__dirname, '../../../..');

/** What a deployment may take, in seconds: ten minutes. Source: the requirements of a platform, R40. */
const LIMIT_SECONDS = 600;

/** What was reached, in seconds. It may only fall: who makes a deployment longer on purpose says so by changing it. */
const REACHED_SECONDS = 552;

const disk = createMockDirectory();
const synthesizer = new Synthesizer({ directory: join(disk.path, 'out') });

afterAll(() => synthesizer.close());

describe('the predicted time of a deployment', () => {
  it('R40: is under ten minutes for the typical platform in prod, and not longer than it was', async () => {
    const form = join(ROOT, 'examples/forms/typical.json');
    const definition = parseDefinition({
      ...JSON.parse(await readFile(form, 'utf8')),
      environment: 'prod',
    });
    const repository = join(disk.path, 'repository');
    await renderSkeleton({
      skeleton: join(ROOT, 'skeleton'),
      target: repository,
      definition,
      entities: { links: platformLinks(definition) },
    });

    const { plan } = await synthesizer.synthesize(repository);

    expect(plan.prediction.path.length).toBeGreaterThan(0);
    expect(plan.prediction.seconds).toBeLessThan(LIMIT_SECONDS);
    expect(plan.prediction.seconds).toBeLessThanOrEqual(REACHED_SECONDS);
  });
});
