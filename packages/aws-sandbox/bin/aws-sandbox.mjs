#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const sources = fileURLToPath(new URL('../src/index.ts', import.meta.url));

// In the workspace the TypeScript sources run as they are; a published package has them compiled.
if (existsSync(sources)) {
  require('@backstage/cli/config/nodeTransform.cjs');
}
const { runCli } = require(existsSync(sources) ? sources : '..');

await runCli(process.argv);
