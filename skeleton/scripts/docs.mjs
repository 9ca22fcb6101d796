// Writes the pages of docs/ that are made from the code: npm run docs
import { writeFileSync } from 'node:fs';
import { load } from './local/load.mjs';

const { allPages } = load('scripts/docs/pages.ts');

for (const [path, text] of Object.entries(allPages())) {
  writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
