import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** `src/definition` is a copy: what the portal checks and what the CDK app checks must be one. */
describe('the definition', () => {
  const original = resolve(__dirname, '../../../skeleton/lib/definition');
  const copy = join(__dirname, 'definition');
  const sources = (folder: string) =>
    Object.fromEntries(
      readdirSync(folder)
        .filter(name => !name.endsWith('.test.ts'))
        .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
    );

  it('is the same in the skeleton and here; `node scripts/sync-definition.mjs` copies it', () => {
    expect(sources(copy)).toEqual(sources(original));
  });
});
