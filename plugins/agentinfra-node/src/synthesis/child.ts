/**
 * The child process that synthesizes: it keeps the CDK loaded, and synthesizes one repository after the other.
 */
import {
  ASSET_RESOURCE_METADATA_ENABLED_CONTEXT,
  PATH_METADATA_ENABLE_CONTEXT,
} from 'aws-cdk-lib/cx-api';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative, resolve } from 'node:path';
import { type BuildFailure, buildSync } from 'esbuild';
import type { SynthesisReply, SynthesisRequest } from './protocol';
import { readPlan } from './readPlan';
import { synthesizeSample } from './sampleApp';

/** The entry point of the CDK app in a rendered repository. */
const APP = './bin/app.ts';

/**
 * The context that the CDK CLI gives to an app. With it, the templates are those that `cdk deploy` makes in the repository, so that
 * the first deployment from there has nothing to do.
 */
const CONTEXT = {
  [PATH_METADATA_ENABLE_CONTEXT]: true,
  [ASSET_RESOURCE_METADATA_ENABLED_CONTEXT]: true,
};

/** The working directory in which this process was started. */
const LOADED_IN = process.cwd();

warmUp();
process.on('message', (request: SynthesisRequest) => {
  process.send?.(synthesize(request));
});
process.on('disconnect', () => process.exit());

/** Loads most of the CDK and of what plans are made with, so that the first repository does not have to. */
function warmUp(): void {
  try {
    const assembly = mkdtempSync(join(tmpdir(), 'agentinfra-sample-'));
    synthesizeSample(assembly);
    readPlan(assembly);
    rmSync(assembly, { recursive: true });
  } catch {
    // What is wrong, such as a full disk, shows with the first repository.
  }
}

function synthesize(request: SynthesisRequest): SynthesisReply {
  const { repository, assembly, plan } = request;
  const app = `${assembly}.cjs`;
  try {
    process.chdir(repository);
    bundle(repository, app);
    runApp(app, assembly);
    writeFileSync(plan, JSON.stringify(readPlan(assembly)));
    return { type: 'done' };
  } catch (error) {
    return {
      type: 'failed',
      message: describe(error, request),
    };
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

/** Runs the app by loading it: it synthesizes its stacks at the top level. */
function runApp(app: string, assembly: string): void {
  process.env.CDK_OUTDIR = assembly;
  process.env.CDK_CONTEXT_JSON = JSON.stringify(CONTEXT);
  try {
    require(app);
  } finally {
    delete require.cache[app];
  }
}

/** The message of an error, without paths of this machine. */
function describe(error: unknown, request: SynthesisRequest): string {
  const { repository, assembly } = request;
  const hostFolders = (process.env.NODE_PATH ?? '').split(delimiter);
  return [`${assembly}.cjs`, assembly, repository, ...hostFolders]
    .filter(path => path.length > 1)
    .reduce(
      (text, path) => text.replaceAll(`${path}/`, '').replaceAll(path, '.'),
      messageOf(error, repository),
    );
}

function messageOf(error: unknown, repository: string): string {
  if (isBuildFailure(error)) {
    return error.errors
      .map(({ text, location }) =>
        location
          ? `${inRepository(location.file, repository)}, line ${
              location.line
            }: ${text}`
          : text,
      )
      .join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}

/** The path of a file in the repository: esbuild may name files relative to the folder in which it was loaded. */
function inRepository(file: string, repository: string): string {
  const path = relative(repository, resolve(LOADED_IN, file));
  return path.startsWith('..') ? file : path;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return (
    error instanceof Error && Array.isArray((error as BuildFailure).errors)
  );
}
