import { App } from 'aws-cdk-lib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
