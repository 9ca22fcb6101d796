// Runs the CDK app, which synthesizes when it is loaded.
import { load } from './local/load.mjs';

load('bin/app.ts');
