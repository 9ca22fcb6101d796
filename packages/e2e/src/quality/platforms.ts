import {
  parseDefinition,
  platformLinks,
  type Definition,
  type SynthesisPlan,
} from '@agentinfra/backstage-plugin-agentinfra-common';
import {
  renderSkeleton,
  type Synthesizer,
} from '@agentinfra/backstage-plugin-agentinfra-node';
import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
// The skeleton is no package; its tests have what is wanted here.
/* eslint-disable @backstage/no-relative-monorepo-imports */
import { combinations } from '../../../../skeleton/test/combinations';
import { SMALLEST } from '../../../../skeleton/test/definitions';
/* eslint-enable @backstage/no-relative-monorepo-imports */
import { exampleForm, ROOT } from '../support/places';
import { run, runOrThrow, type Outcome } from '../support/processes';

const SKELETON = path.join(ROOT, 'skeleton');

/** The forms that come with this repository. */
export const EXAMPLES = ['smallest', 'typical', 'largest'] as const;

/** A platform whose repository is looked at. */
export interface Platform {
  /** Says what kind of a platform it is; the name of a folder. */
  name: string;
  definition: Definition;
}

/** The platforms of the example forms. */
export async function examplePlatforms(): Promise<Platform[]> {
  return Promise.all(
    EXAMPLES.map(async name => ({
      name,
      definition: parseDefinition(await exampleForm(name)),
    })),
  );
}

/** Platforms in which each choice of each option of a definition meets each choice of each other one. */
export function generatedPlatforms(): Platform[] {
  return combinations(SMALLEST).map(({ name, definition }, index) => ({
    name: `${index + 1}: ${name}`,
    definition,
  }));
}

/** The repository of a platform, rendered and ready to run. */
export class Repository {
  /** Where the synthesized templates are. */
  assembly: string;

  private constructor(
    /** Its folder. */
    readonly folder: string,
  ) {
    this.assembly = path.join(folder, 'cdk.out');
  }

  /**
   * Renders the repository of a platform. Its packages are those of the skeleton, which have been installed from the same lock
   * file; what tools keep among them is its own.
   *
   * @param definition - of the platform
   * @param folder - the folder of the repository
   */
  static async render(
    definition: Definition,
    folder: string,
  ): Promise<Repository> {
    await renderSkeleton({
      skeleton: SKELETON,
      target: folder,
      definition,
      entities: { links: platformLinks(definition) },
    });
    const modules = path.join(folder, 'node_modules');
    await mkdir(modules);
    const installed = await readdir(path.join(SKELETON, 'node_modules'));
    await Promise.all(
      installed
        .filter(name => name !== '.cache')
        .map(name =>
          symlink(
            path.join(SKELETON, 'node_modules', name),
            path.join(modules, name),
          ),
        ),
    );
    return new Repository(folder);
  }

  /** Installs the packages of the repository itself. */
  async install(): Promise<void> {
    await rm(path.join(this.folder, 'node_modules'), { recursive: true });
    await runOrThrow(['npm', 'ci', '--no-audit', '--no-fund'], {
      cwd: this.folder,
    });
  }

  /** Runs a script of the repository, to whatever end. */
  script(name: string, ...args: string[]): Promise<Outcome> {
    return run(['npm', 'run', '--silent', name, '--', ...args], {
      cwd: this.folder,
    });
  }

  /** Runs the stock CDK CLI, to whatever end. */
  cdk(...args: string[]): Promise<Outcome> {
    return run([path.join('node_modules', '.bin', 'cdk'), ...args], {
      cwd: this.folder,
      env: { CDK_DISABLE_CLI_TELEMETRY: 'true' },
    });
  }

  /** What the validator of the CDK found when the stock CLI synthesized. */
  async validationReport(): Promise<unknown> {
    const file = path.join(this.assembly, 'validation-report.json');
    return JSON.parse(await readFile(file, 'utf8'));
  }

  /** Synthesizes as the portal does it: in a process that stays for the next repository. */
  async synthesizeBy(synthesizer: Synthesizer): Promise<SynthesisPlan> {
    const { assembly, plan } = await synthesizer.synthesize(this.folder);
    this.assembly = assembly;
    return plan;
  }
}
