// Writes the pages of docs/ that are made from the code: npm run docs
import { buildSync } from 'esbuild';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const outfile = join(
  process.cwd(),
  'node_modules/.cache/agent-platform/docs.cjs',
);
buildSync({
  entryPoints: ['scripts/docs/pages.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
});
const { allPages } = createRequire(import.meta.url)(outfile);

for (const [path, text] of Object.entries(allPages())) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
