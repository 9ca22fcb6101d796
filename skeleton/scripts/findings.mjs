// Lists what the security rules find in this platform, and how each finding is answered: npm run findings
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load } from './local/load.mjs';

const HELP = `Lists what the rules of cdk-nag (AwsSolutions, NIST 800-53 R5) find in this platform, and how each finding is answered.
Fails when one is not.

  npm run findings [-- --json]

  --json   as JSON: an array of objects with rule, resource, and reason unless there is none
  --help   this text
`;

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, help: { type: 'boolean' } },
});
if (values.help) {
  process.stdout.write(HELP);
} else {
  const { findings } = load('scripts/findings/findings.ts');
  const found = findings(
    JSON.parse(readFileSync('config/platform.json', 'utf8')),
  );
  process.stdout.write(values.json ? JSON.stringify(found) : textOf(found));
  process.exitCode = found.every(({ reason }) => reason) ? 0 : 1;
}

function textOf(found) {
  return found
    .map(
      ({ rule, resource, reason = 'NOT ANSWERED' }) =>
        `${rule} ${resource}\n  ${reason}\n`,
    )
    .join('');
}
