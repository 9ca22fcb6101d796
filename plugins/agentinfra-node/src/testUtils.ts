/**
 * What tests of the engine and of the actions share.
 *
 * @packageDocumentation
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  Definition,
  DefinitionInput,
  parseDefinition,
} from '@agentinfra/backstage-plugin-agentinfra-common';

/** A definition of a small platform, with what a test changes. */
export function exampleDefinition(
  changes: Partial<DefinitionInput> = {},
): Definition {
  return parseDefinition({
    name: 'shop',
    owner: 'group:default/agents-team',
    environment: 'dev',
    account: '123456789012',
    region: 'eu-west-1',
    agents: [{ name: 'assistant', modelId: 'amazon.nova-lite-v1:0' }],
    observability: { alarmEmail: 'oncall@example.com' },
    budget: { monthlyUsd: 200 },
    costCenter: 'CC-1234',
    ...changes,
  });
}

/** A stack of an example repository: its concern, its resources as in a template, its outputs, the concerns it comes after, and whether it is protected. */
export interface ExampleStack {
  readonly concern: string;
  readonly resources: Record<string, { Type: string; Properties?: object }>;
  readonly outputs?: Record<string, string>;
  readonly after?: string[];
  readonly terminationProtection?: boolean;
}

/** The CDK app of example repositories: it makes the stacks that `config/stacks.json` holds. */
const EXAMPLE_APP = `
import { App, CfnOutput, CfnResource, Stack } from 'aws-cdk-lib';
import { readFileSync } from 'node:fs';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const { name, environment, owner, account, region } = read('config/platform.json');
const app = new App();
const stacks = new Map<string, Stack>();
for (const { concern, resources, outputs = {}, after = [], terminationProtection } of read('config/stacks.json')) {
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

/** A sandbox that runs as a process of its own. */
export interface SandboxProcess {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Says what shall go wrong from now on, in the words of the sandbox; nothing without faults. */
  setFaults(faults: readonly object[]): Promise<void>;
  /** Ends it and forgets its state. */
  stop(): Promise<void>;
}

/**
 * Starts the AWS sandbox on a free port.
 *
 * @param speed - the share of AWS's time that everything takes
 */
export async function startSandboxProcess(speed = 0): Promise<SandboxProcess> {
  const state = await mkdtemp(join(tmpdir(), 'agentinfra-sandbox-'));
  const home = dirname(require.resolve('@agentinfra/aws-sandbox/package.json'));
  const child = spawn(
    process.execPath,
    [
      join(home, 'bin', 'aws-sandbox.mjs'),
      ...['--port', '0', '--state', state, '--speed', String(speed)],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = new Promise(resolve => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /AWS sandbox: (\S+)/.exec(line)?.[1];
    if (url) {
      return {
        url,
        async setFaults(faults) {
          const response = await fetch(`${url}/_sandbox/faults`, {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ faults }),
          });
          if (!response.ok) {
            throw new Error(await response.text());
          }
        },
        async stop() {
          child.kill('SIGTERM');
          await ended;
          await rm(state, { recursive: true, force: true });
        },
      };
    }
  }
  throw new Error('The sandbox ended before it was ready');
}
