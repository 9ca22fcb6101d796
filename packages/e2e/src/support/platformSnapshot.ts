import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { FormValues } from './places';
import type { PortalClient } from './portalClient';
import { runOrThrow } from './processes';
import { SandboxAccount } from './sandbox';

/** All that there is of a platform, with its name taken out, so that two platforms made from one form are equal. */
export interface PlatformSnapshot {
  /** The stacks by name: status, and resources as `logical id, type, status`. */
  stacks: Record<string, { status: string; resources: string[] }>;
  /** The files at the head of `main` by path, with the hash of their content. */
  files: Record<string, string>;
  /** What git says of the work tree; nothing when it is clean. */
  uncommitted: string;
  /** The messages of the commits. */
  commits: string[];
  /** What git finds broken in the repository; nothing when it is whole. */
  broken: string;
  /** The entities of the catalog by reference: their relations. */
  entities: Record<string, string[]>;
}

/** Where a platform is looked for. */
export interface SnapshotPlace {
  client: PortalClient;
  sandboxUrl: string;
  /** The state folder of the portal. */
  state: string;
}

/** Looks at all that there is of the platform of a form. */
export async function snapshotOf(
  place: SnapshotPlace,
  form: FormValues,
): Promise<PlatformSnapshot> {
  const id = `${form.name}-${form.environment}`;
  const repository = path.join(place.state, 'repositories', id);
  const [stacks, files, uncommitted, commits, broken, entities] =
    await Promise.all([
      stacksOf(place.sandboxUrl, form, id),
      filesOf(repository, form.name),
      git(repository, 'status', '--porcelain'),
      git(repository, 'log', '--format=%s'),
      git(repository, 'fsck', '--no-dangling', '--no-progress'),
      entitiesOf(place.client, id),
    ]);
  const snapshot = {
    stacks,
    files,
    uncommitted,
    commits: commits.trim().split('\n'),
    broken,
    entities,
  };
  return JSON.parse(JSON.stringify(snapshot).replaceAll(form.name, 'NAME'));
}

/** The folders of all local repositories. */
export async function repositoriesIn(state: string): Promise<string[]> {
  return (await readdir(path.join(state, 'repositories'))).sort();
}

async function stacksOf(
  sandboxUrl: string,
  form: FormValues,
  id: string,
): Promise<PlatformSnapshot['stacks']> {
  const account = new SandboxAccount(sandboxUrl, form);
  const stacks: PlatformSnapshot['stacks'] = {};
  for (const stack of await account.stacks(`${id}-`)) {
    const name = stack.StackName ?? '';
    const resources = await account.resources(name);
    stacks[name] = {
      status: stack.StackStatus ?? '',
      resources: resources
        .map(
          one =>
            `${one.LogicalResourceId}, ${one.ResourceType}, ${one.ResourceStatus}`,
        )
        .sort(),
    };
  }
  return sorted(stacks);
}

/** Read in the work tree, which is the same when git finds it clean. */
async function filesOf(
  repository: string,
  name: string,
): Promise<Record<string, string>> {
  const listing = await git(repository, 'ls-tree', '-r', '--name-only', 'HEAD');
  const files = await Promise.all(
    listing
      .trim()
      .split('\n')
      .map(async file => [
        file,
        hashOf(await readFile(path.join(repository, file), 'utf8'), name),
      ]),
  );
  return Object.fromEntries(files);
}

function hashOf(text: string, name: string): string {
  const nameless = text.replaceAll(name, 'NAME');
  return createHash('sha256').update(nameless).digest('hex');
}

async function entitiesOf(
  client: PortalClient,
  id: string,
): Promise<Record<string, string[]>> {
  const found = await client.entitiesOfPlatform(id);
  return sorted(
    Object.fromEntries(
      found.map(({ kind, metadata, relations }) => [
        `${kind}:${metadata.namespace}/${metadata.name}`,
        (relations ?? []).map(({ type, targetRef }) => `${type} ${targetRef}`),
      ]),
    ),
  );
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).sort(([one], [other]) => one.localeCompare(other)),
  );
}

function git(repository: string, ...args: string[]): Promise<string> {
  return runOrThrow(['git', '-C', repository, ...args]);
}
