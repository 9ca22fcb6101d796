import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Definition } from '../lib/definition';
import { Platform } from '../lib/platform';
import { FEATURE_FLAGS } from '../lib/shared/feature-flags';

/** A platform that was synthesized for a test. */
export interface Synthesized {
  /** The app. */
  readonly app: App;
  /** The templates, by concern. */
  readonly templates: Readonly<Record<string, Template>>;
}

/** Tests look at templates; whether these conform to CloudFormation's schemas is a test of its own. */
process.env.CDK_VALIDATION = 'false';

/**
 * Synthesizes a platform in a folder of its own, in which each agent has the starter of its protocol.
 *
 * @param definition - the definition
 */
export function synthesize(definition: Definition): Synthesized {
  const key = JSON.stringify(definition);
  const known = synthesized.get(key) ?? synthesizeAnew(definition);
  synthesized.set(key, known);
  return known;
}

/** What was synthesized in this test file already. */
const synthesized = new Map<string, Synthesized>();

function synthesizeAnew(definition: Definition): Synthesized {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'platform-')));
  const { stackTraceLimit } = Error;
  // The CDK notes where each construct was made, of which Jest would trace a hundred calls back to their sources.
  Error.stackTraceLimit = 1;
  try {
    layOut(root, definition);
    const app = new App({
      context: FEATURE_FLAGS,
      outdir: join(root, 'cdk.out'),
      analyticsReporting: false,
      treeMetadata: false,
    });
    new Platform(app, { definition, root });
    const stacks = app.node
      .findAll()
      .filter((child): child is Stack => child instanceof Stack);
    return {
      app,
      templates: Object.fromEntries(
        stacks.map(stack => [stack.node.id, Template.fromStack(stack)]),
      ),
    };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    rmSync(root, { recursive: true, force: true });
  }
}

function layOut(root: string, { agents }: Definition): void {
  const repository = process.cwd();
  agents.forEach(({ name, protocol }) => {
    const own = join(repository, 'agents', name);
    cpSync(
      existsSync(own)
        ? own
        : join(repository, 'starters', protocol.toLowerCase()),
      join(root, 'agents', name),
      { recursive: true },
    );
  });
  ['agent-kit', 'console', 'node_modules', 'package-lock.json'].forEach(
    folder => {
      symlinkSync(join(repository, folder), join(root, folder));
    },
  );
}

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  // The shapes of properties are CloudFormation's; a test reads the few that it is about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly Properties: any;
  readonly DependsOn?: string | string[];
  readonly DeletionPolicy?: string;
}

/**
 * The resources of a type.
 *
 * @param templates - one template or all of a platform
 * @param type - such as `AWS::EC2::Subnet`
 */
export function resources(
  templates: Template | Synthesized['templates'],
  type: string,
): Resource[] {
  return (
    templates instanceof Template ? [templates] : Object.values(templates)
  ).flatMap(
    template => Object.values(template.findResources(type)) as Resource[],
  );
}

/** All resources of a platform, each with its stack and logical id. */
export function allResources(
  templates: Synthesized['templates'],
): (Resource & { readonly stack: string; readonly id: string })[] {
  return Object.entries(templates).flatMap(([stack, template]) =>
    Object.entries(template.toJSON().Resources as Record<string, Resource>).map(
      ([id, resource]) => ({ ...resource, stack, id }),
    ),
  );
}

/** All statements of the identity policies of a platform: inline and managed, the boundary left out. */
export function identityStatements(templates: Synthesized['templates']) {
  return allResources(templates)
    .filter(
      ({ Type, stack }) =>
        ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(Type) &&
        stack !== 'boundary',
    )
    .flatMap(({ id, stack, Properties }) =>
      Properties.PolicyDocument.Statement.map((statement: Statement) => ({
        ...statement,
        policy: `${stack}/${id}`,
      })),
    ) as (Statement & { readonly policy: string })[];
}

/** A statement of a policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
