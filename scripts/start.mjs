#!/usr/bin/env node
// `npm start`: gets what is missing, starts the portal and the AWS sandbox, and stops both when it is stopped.
import { refuseOldNode } from './lib/node-version.mjs';

refuseOldNode();
const [{ runMain }, { startPortal }] = await Promise.all([
  import('./lib/main.mjs'),
  import('./lib/portal.mjs'),
]);
await runMain(children => startPortal(process.argv.slice(2), children));
