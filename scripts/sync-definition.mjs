// Copies the definition from the skeleton, where it lives, to the package that the portal reads it from.
import { cp, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const from = new URL('../skeleton/lib/definition/', import.meta.url);
const to = new URL(
  '../plugins/agentinfra-common/src/definition/',
  import.meta.url,
);

for (const file of await readdir(from)) {
  await cp(new URL(file, from), new URL(file, to));
}
console.log(`Copied ${fileURLToPath(from)} to ${fileURLToPath(to)}`);
