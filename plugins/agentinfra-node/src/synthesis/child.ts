/**
 * The child process that synthesizes: it stays alive with the CDK loaded, and does one repository after the other.
 */
import 'aws-cdk-lib';
import { rmSync } from 'node:fs';
import { delimiter } from 'node:path';
import { type BuildFailure, buildSync } from 'esbuild';
import type { SynthesisReply, SynthesisRequest } from './protocol';
import { readPlan } from './readPlan';

/** Where the CDK app of a rendered repository begins. */
const APP = './bin/app.ts';

process.on('message', (request: SynthesisRequest) => {
  process.send?.({ type: 'reply', reply: synthesize(request) });
});
process.on('disconnect', () => process.exit());

function synthesize({
  repository,
  assembly,
}: SynthesisRequest): SynthesisReply {
  const app = `${assembly}.cjs`;
  try {
    process.chdir(repository);
    bundle(repository, app);
    runApp(app, assembly);
    return { ok: true, plan: readPlan(assembly) };
  } catch (error) {
    return { ok: false, message: describe(error, [app, assembly, repository]) };
  } finally {
    process.chdir('/');
    rmSync(app, { force: true });
  }
}

function bundle(repository: string, outfile: string): void {
  buildSync({
    absWorkingDir: repository,
    entryPoints: [APP],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
}

/** The app builds and synthesizes its stacks while it is loaded. */
function runApp(app: string, assembly: string): void {
  process.env.CDK_OUTDIR = assembly;
  process.env.CDK_CONTEXT_JSON = '{}';
  try {
    require(app);
  } finally {
    delete require.cache[app];
  }
}

/** The message of an error, without the paths of this machine. */
function describe(error: unknown, folders: readonly string[]): string {
  const hostFolders = (process.env.NODE_PATH ?? '').split(delimiter);
  return [...folders, ...hostFolders]
    .filter(path => path.length > 1)
    .reduce(
      (text, path) => text.replaceAll(`${path}/`, '').replaceAll(path, '.'),
      messageOf(error),
    );
}

function messageOf(error: unknown): string {
  if (isBuildFailure(error)) {
    return error.errors
      .map(({ text, location }) =>
        location ? `${location.file}, line ${location.line}: ${text}` : text,
      )
      .join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return (
    error instanceof Error && Array.isArray((error as BuildFailure).errors)
  );
}
