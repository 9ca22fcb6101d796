#!/usr/bin/env node
// The load run of docs/performance.md: `node scripts/load.mjs [--creates N]`. Linux only; on a machine that does nothing else, where `npm test` has run.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './lib/places.mjs';

const { status } = spawnSync(
  process.execPath,
  [
    ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
    'src/load/main.ts',
    ...process.argv.slice(2),
  ],
  { cwd: path.join(ROOT, 'packages/e2e'), stdio: 'inherit' },
);
process.exitCode = status ?? 1;
