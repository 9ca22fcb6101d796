import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The root of this repository. */
// Jest runs in packages/e2e.
export const ROOT = path.resolve(process.cwd(), '../..');

/** The values of a form, as an example holds them. */
export type FormValues = Record<string, unknown> & {
  name: string;
  environment: string;
  account: string;
  region: string;
};

/**
 * Reads a filled-in form of `examples/forms`.
 *
 * @param size - which of the examples
 * @param changes - fields to replace
 */
export async function exampleForm(
  size: 'smallest' | 'typical' | 'largest',
  changes: Partial<FormValues> = {},
): Promise<FormValues> {
  const file = path.join(ROOT, 'examples/forms', `${size}.json`);
  return { ...JSON.parse(await readFile(file, 'utf8')), ...changes };
}
