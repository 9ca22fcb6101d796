import { resolve } from 'node:path';
import {
  type Definition,
  platformId,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  AwsAccess,
  Deployer,
  Synthesizer,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import {
  exampleDefinition,
  writeExampleRepository,
} from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import type { ActionContext } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject } from '@backstage/types';
import knexFactory from 'knex';
import { PlatformLeases } from '../leases';
import { createRepositories } from '../repositories';

/** The template of this repository, whose skeleton the tests render. */
const TEMPLATE_URL = `file://${resolve(
  __dirname,
  '../../../../templates/bedrock-agent-platform/template.yaml',
)}`;

/** The group that owns the platforms of the tests. */
export const GROUP: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { namespace: 'default', name: 'agents-team' },
  spec: { type: 'team', children: [] },
};

/** The definition of a small platform, as JSON. */
export const EXAMPLE_INPUT = JSON.parse(
  JSON.stringify(exampleDefinition()),
) as JsonObject;

/** The dependencies of the actions, in a temporary folder. */
export function createServices(sandboxUrl = 'http://127.0.0.1:1') {
  const disk = createMockDirectory();
  const synthesizer = new Synthesizer({
    directory: disk.resolve('assemblies'),
  });
  const deployer = new Deployer({
    aws: new AwsAccess({
      credentialsManager: {
        getCredentialProvider: async () => {
          throw new Error('The sandbox needs no credentials');
        },
      },
      sandboxUrl,
    }),
    concurrency: 8,
    pollInterval: 50,
    directory: disk.resolve('state'),
  });
  const database = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  const opened = PlatformLeases.open(mockServices.database({ knex: database }));
  const leases: Pick<PlatformLeases, 'hold'> = {
    hold: async (options, work) => (await opened).hold(options, work),
  };
  const integrations = ScmIntegrations.fromConfig(new ConfigReader({}));
  const repositories = createRepositories(
    disk.resolve('repositories'),
    integrations,
  );
  return {
    deployer,
    disk,
    integrations,
    leases,
    repositories,
    sandboxUrl,
    synthesizer,
    workspacePath: disk.resolve('workspace'),
    /** Publishes a platform to a local repository, as another task does. */
    async publishElsewhere(definition: Definition) {
      const source = disk.resolve('elsewhere');
      await writeExampleRepository(source, definition, []);
      await repositories.local.publish({
        source,
        definition,
        subject: `Make the platform ${platformId(definition)}`,
        author: { name: 'Ada', email: 'ada@example.com' },
      });
    },
    async close() {
      deployer.close();
      synthesizer.close();
      await database.destroy();
    },
  };
}

/** The part of the context of an action that a test chooses. */
export interface ContextOptions<TInput extends JsonObject> {
  readonly input: TInput;
  readonly workspacePath: string;
  readonly isDryRun?: boolean;
  readonly signal?: AbortSignal;
}

/** The context of an action, and the outputs and log lines of the action. */
export function createContext<
  TInput extends JsonObject,
  TOutput extends JsonObject,
>({ isDryRun, signal, ...options }: ContextOptions<TInput>) {
  const outputs: Partial<TOutput> = {};
  const lines: string[] = [];
  const context = createMockActionContext<TInput, TOutput>({
    ...options,
    templateInfo: {
      entityRef: 'template:default/bedrock-agent-platform',
      baseUrl: TEMPLATE_URL,
    },
  });
  const write = (message: string) => {
    lines.push(message);
  };
  context.logger.info = write as typeof context.logger.info;
  context.logger.warn = write as typeof context.logger.warn;
  const ctx: ActionContext<TInput, TOutput> = {
    ...context,
    isDryRun,
    signal,
    output: (name, value) => {
      outputs[name] = value;
    },
  };
  return { ctx, outputs, lines };
}
