import fs, { existsSync, readFileSync } from 'node:fs';
import { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';
import { createMockDirectory } from '@backstage/backend-test-utils';
import git from 'isomorphic-git';
import { exampleDefinition } from '../testUtils';
import { LocalRepositories } from './LocalRepositories';

const disk = createMockDirectory();
const author = { name: 'Ada', email: 'ada@example.com' };
const repositories = new LocalRepositories(disk.resolve('repositories'));

/** Puts a rendered repository onto the disk. */
function rendered(definition: Definition, files: object = {}) {
  disk.addContent({
    source: {
      config: { 'platform.json': JSON.stringify(definition) },
      ...files,
    },
  });
}

const publish = (definition: Definition, keep: string[] = []) =>
  repositories.publish({
    source: disk.resolve('source'),
    definition,
    message: 'Make the platform',
    author,
    keep,
  });

const log = (dir: string) => git.log({ fs, dir, ref: 'main' });

beforeEach(() => disk.clear());

describe('LocalRepositories', () => {
  it('publishes a folder as a git repository with a work tree, by the author', async () => {
    rendered(exampleDefinition(), {
      'README.md': 'hello',
      lib: { 'a.ts': 'a' },
    });

    const { directory, commitHash, changed } = await publish(
      exampleDefinition(),
    );

    expect(changed).toBe(true);
    expect(directory).toBe(disk.resolve('repositories/shop-dev'));
    expect(readFileSync(`${directory}/lib/a.ts`, 'utf8')).toBe('a');
    const [{ oid, commit }] = await log(directory);
    expect(oid).toBe(commitHash);
    expect(commit.author).toMatchObject(author);
    expect(
      (await git.statusMatrix({ fs, dir: directory })).filter(
        ([, head, workTree, stage]) =>
          head !== 1 || workTree !== 1 || stage !== 1,
      ),
    ).toEqual([]);
  });

  it('commits nothing when the content is the same', async () => {
    rendered(exampleDefinition());
    const first = await publish(exampleDefinition());

    const second = await publish(exampleDefinition());

    expect(second).toEqual({ ...first, changed: false });
    expect(await log(first.directory)).toHaveLength(1);
  });

  it('commits what is new, and takes away what is gone', async () => {
    rendered(exampleDefinition(), { 'old.txt': 'old' });
    const { directory } = await publish(exampleDefinition());
    fs.rmSync(disk.resolve('source/old.txt'));
    disk.addContent({ source: { 'new.txt': 'new' } });

    expect((await publish(exampleDefinition())).changed).toBe(true);

    expect(await git.listFiles({ fs, dir: directory })).toEqual([
      'config/platform.json',
      'new.txt',
    ]);
    expect(existsSync(`${directory}/old.txt`)).toBe(false);
  });

  it('keeps what it is told to keep', async () => {
    rendered(exampleDefinition(), { 'catalog-info.yaml': 'first' });
    const { directory } = await publish(exampleDefinition());
    disk.addContent({
      source: { 'catalog-info.yaml': 'second', 'README.md': 'new' },
    });

    await publish(exampleDefinition(), ['catalog-info.yaml']);

    expect(readFileSync(`${directory}/catalog-info.yaml`, 'utf8')).toBe(
      'first',
    );
    expect(readFileSync(`${directory}/README.md`, 'utf8')).toBe('new');
  });

  it('publishes nothing of the machine', async () => {
    rendered(exampleDefinition(), {
      node_modules: { left: { 'index.js': '' } },
      'cdk.out': { 'manifest.json': '{}' },
    });

    const { directory } = await publish(exampleDefinition());

    expect(await git.listFiles({ fs, dir: directory })).toEqual([
      'config/platform.json',
    ]);
  });

  it.each([
    ['account', exampleDefinition({ account: '210987654321' })],
    ['region', exampleDefinition({ region: 'us-east-1' })],
    ['owner', exampleDefinition({ owner: 'group:default/others' })],
  ])('refuses a repository of a platform with another %s', async (_, other) => {
    rendered(other);
    await publish(other);

    await expect(repositories.checkFree(exampleDefinition())).rejects.toThrow(
      /The name shop-dev is taken/,
    );
    await expect(publish(exampleDefinition())).rejects.toThrow(/is taken/);
  });

  it('refuses a folder that is no platform', async () => {
    disk.addContent({ repositories: { 'shop-dev': { 'notes.txt': 'mine' } } });

    await expect(repositories.checkFree(exampleDefinition())).rejects.toThrow(
      /belongs to something that is not a platform/,
    );
  });

  it('completes a publication that was interrupted', async () => {
    const directory = disk.resolve('repositories/shop-dev');
    disk.addContent({ repositories: { 'shop-dev': { 'README.md': 'half' } } });
    await git.init({ fs, dir: directory, defaultBranch: 'main' });
    rendered(exampleDefinition());

    expect((await publish(exampleDefinition())).changed).toBe(true);
  });

  it('does not leave its folder', () => {
    expect(() => repositories.directory('../elsewhere')).toThrow(
      /not allowed/i,
    );
  });

  it('lists what it holds', async () => {
    expect(await repositories.list()).toEqual([]);
    rendered(exampleDefinition());
    await publish(exampleDefinition());
    expect(await repositories.list()).toEqual(['shop-dev']);
  });
});
