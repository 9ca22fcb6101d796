import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';

/** A stack of an example repository. */
export interface ExampleStack {
  /** The last part of its name. */
  readonly concern: string;
  /** Its resources, as in a template. */
  readonly resources: Record<string, { Type: string; Properties?: object }>;
  readonly outputs?: Record<string, string>;
  readonly exports?: Record<string, string>;
  /** The concerns of the stacks that it depends on. */
  readonly after?: string[];
  readonly terminationProtection?: boolean;
}

/** The CDK app of example repositories: it creates the stacks in `config/stacks.json`. */
const EXAMPLE_APP = `
import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import { readFileSync } from 'node:fs';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const { name, environment, owner, account, region } = read('config/platform.json');
const app = new App();
const stacks = new Map<string, Stack>();
for (const { concern, resources, outputs = {}, exports = {}, after = [], terminationProtection } of read('config/stacks.json')) {
  const stack = new Stack(app, concern, {
    stackName: \`\${name}-\${environment}-\${concern}\`,
    env: { account, region },
    terminationProtection,
    tags: { Owner: owner, 'agentinfra:platform': \`\${name}-\${environment}\` },
  });
  stacks.set(concern, stack);
  for (const [id, { Type, Properties }] of Object.entries<any>(resources)) {
    new CfnResource(stack, id, { type: Type, properties: Properties });
  }
  for (const [id, value] of Object.entries<string>(outputs)) {
    new CfnOutput(stack, id, { value });
  }
  for (const [exportName, value] of Object.entries<string>(exports)) {
    new CfnOutput(stack, \`Export\${exportName}\`, { value, exportName });
  }
  for (const other of after) {
    stack.addDependency(stacks.get(other)!);
  }
}
app.synth();
`;

/**
 * Writes a rendered repository whose CDK app makes the given stacks.
 *
 * @param folder - where to; what is there already is overwritten
 */
export async function writeExampleRepository(
  folder: string,
  definition: Definition,
  stacks: readonly ExampleStack[],
): Promise<void> {
  const files = {
    'bin/app.ts': EXAMPLE_APP,
    'config/platform.json': JSON.stringify(definition),
    'config/stacks.json': JSON.stringify(stacks),
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
