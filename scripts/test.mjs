#!/usr/bin/env node
// `npm test`: gets what is missing, runs every test, and ends with a line `N passed, N failed`.
import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
const [{ runMain }, { runTests }] = await Promise.all([
  import('./lib/main.mjs'),
  import('./lib/tests.mjs'),
]);
await runMain(children => runTests(process.argv.slice(2), children));
