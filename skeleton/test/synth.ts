import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  cpSync,
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

/**
 * Synthesizes a platform in a folder of its own, in which each agent has the starter of its protocol.
 *
 * @param definition - the definition
 * @param configure - what to do with the app before it is synthesized
 */
export function synthesize(
  definition: Definition,
  configure: (app: App) => void = () => {},
): Synthesized {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'platform-')));
  try {
    layOut(root, definition);
    const app = new App({
      context: FEATURE_FLAGS,
      outdir: join(root, 'cdk.out'),
      analyticsReporting: false,
    });
    new Platform(app, { definition, root });
    configure(app);
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
    rmSync(root, { recursive: true, force: true });
  }
}

function layOut(root: string, { agents }: Definition): void {
  const repository = process.cwd();
  agents.forEach(({ name, protocol }) => {
    cpSync(
      join(repository, 'starters', protocol.toLowerCase()),
      join(root, 'agents', name),
      { recursive: true },
    );
  });
  ['agent-kit', 'node_modules', 'package-lock.json'].forEach(folder => {
    symlinkSync(join(repository, folder), join(root, folder));
  });
}
