import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, NagPack, NIST80053R5Checks } from 'cdk-nag';
import { IConstruct } from 'constructs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDefinition } from '../../lib/definition';
import { Platform } from '../../lib/platform';
import { FEATURE_FLAGS } from '../../lib/shared/feature-flags';

/** Something that a security rule finds fault with. */
export interface Finding {
  /** The rule, such as `AwsSolutions-S1`. */
  readonly rule: string;
  /** Path of the resource in the construct tree, such as `storage/Logs/Resource`. */
  readonly resource: string;
  /** Why it is right as it is; missing when nobody said it. */
  readonly reason?: string;
}

/**
 * What the rules of cdk-nag find in a platform, with the answers.
 *
 * @param input - the definition of the platform, whose repository is the working directory
 * @returns the findings, sorted by rule and resource
 */
export function findings(input: unknown): Finding[] {
  // Of the app this wants the constructs alone.
  process.env.CDK_VALIDATION = 'false';
  const outdir = mkdtempSync(join(tmpdir(), 'findings-'));
  try {
    const app = new App({
      context: FEATURE_FLAGS,
      outdir,
      analyticsReporting: false,
    });
    new Platform(app, {
      definition: parseDefinition(input),
      root: process.cwd(),
    });
    app.synth();
    return [new AwsSolutionsChecks(app), new NIST80053R5Checks(app)]
      .flatMap(pack => allFindings(app, pack))
      .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A pack keeps quiet about what is answered, unless it does not see the answers. */
function allFindings(app: App, pack: NagPack): Finding[] {
  Object.assign(pack, { isAcknowledged: () => false });
  return pack
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => ({
        rule: ruleName,
        resource: constructPath,
        reason: reasonAt(find(app, constructPath), ruleName),
      })),
    );
}

function find(app: App, path: string): IConstruct {
  return path
    .split('/')
    .reduce<IConstruct>((parent, id) => parent.node.findChild(id), app);
}

/** The answer of a construct, or else of the closest one around it. */
function reasonAt(construct: IConstruct, rule: string): string | undefined {
  return construct.node.scopes
    .reverse()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .map(({ data }) => data[`Annotation::${rule}`])
    .find(reason => reason !== undefined);
}

function keyOf({ rule, resource }: Finding): string {
  return `${rule} ${resource}`;
}
