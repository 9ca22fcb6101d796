import { App } from 'aws-cdk-lib';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimateCost } from '../lib/cost/estimate';
import { parseDefinition } from '../lib/definition';
import { Platform } from '../lib/platform';
import { FEATURE_FLAGS } from '../lib/shared/feature-flags';

const root = process.cwd();
const definition = parseDefinition(
  JSON.parse(readFileSync(join(root, 'config', 'platform.json'), 'utf8')),
);
const app = new App({ context: FEATURE_FLAGS, analyticsReporting: false });
new Platform(app, { definition, root });
app.synth();
writeFileSync(
  join(app.outdir, 'cost-estimate.json'),
  JSON.stringify(estimateCost(definition), undefined, 2),
);
