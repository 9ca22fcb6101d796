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

const directory = disk.resolve('repositories/shop-dev');

const publish = (definition: Definition, keep: string[] = []) =>
  repositories.publish({
    source: disk.resolve('source'),
    definition,
    subject: 'Make the platform',
    author,
    keep,
  });

const writeFile = (definition: Definition) =>
  repositories.writeFile({
    definition,
    path: 'catalog-info.yaml',
    text: 'kind: Component',
    subject: 'Register the platform',
    author,
  });

const log = () => git.log({ fs, dir: directory, ref: 'main' });

beforeEach(() => disk.clear());

describe('LocalRepositories', () => {
  it('publishes a folder as a git repository with a work tree, by the author', async () => {
    rendered(exampleDefinition(), {
      'README.md': 'hello',
      lib: { 'a.ts': 'a' },
    });

    const { commitHash, changed } = await publish(exampleDefinition());

    expect(changed).toBe(true);
    expect(readFileSync(`${directory}/lib/a.ts`, 'utf8')).toBe('a');
    const [{ oid, commit }] = await log();
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
    expect(await log()).toHaveLength(1);
  });

  it('commits what is new, and takes away what is gone', async () => {
    rendered(exampleDefinition(), { 'old.txt': 'old' });
    await publish(exampleDefinition());
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
    await publish(exampleDefinition());
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

    await publish(exampleDefinition());

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
      `name: the repository shop-dev, which the portal keeps, holds the platform shop-dev of ${other.owner} in account ${other.account}, region ${other.region}`,
    );
    await expect(publish(exampleDefinition())).rejects.toThrow(/^name: /);
  });

  it('refuses a folder that is no platform', async () => {
    disk.addContent({ repositories: { 'shop-dev': { 'notes.txt': 'mine' } } });

    await expect(repositories.checkFree(exampleDefinition())).rejects.toThrow(
      /holds something that is not a platform/,
    );
  });

  it('completes a publication that was interrupted', async () => {
    disk.addContent({ repositories: { 'shop-dev': { 'README.md': 'half' } } });
    await git.init({ fs, dir: directory, defaultBranch: 'main' });
    fs.rmSync(`${directory}/.git/HEAD`);
    rendered(exampleDefinition());

    expect((await publish(exampleDefinition())).changed).toBe(true);
  });

  it('completes a change that was interrupted', async () => {
    rendered(exampleDefinition(), { 'README.md': 'first' });
    await publish(exampleDefinition());
    fs.rmSync(disk.resolve('source'), { recursive: true });
    await expect(publish(exampleDefinition())).rejects.toThrow(/ENOENT/);
    fs.writeFileSync(`${directory}/README.md`, 'half of the sec');
    rendered(exampleDefinition(), { 'README.md': 'second' });

    expect((await publish(exampleDefinition())).changed).toBe(true);
    expect(readFileSync(`${directory}/README.md`, 'utf8')).toBe('second');
  });

  it('never overwrites what people have not committed yet', async () => {
    rendered(exampleDefinition(), { 'README.md': 'hello' });
    await publish(exampleDefinition());
    fs.writeFileSync(`${directory}/README.md`, 'mine');
    fs.writeFileSync(`${directory}/notes.txt`, 'mine');

    await expect(publish(exampleDefinition())).rejects.toThrow(
      /has changes that nobody has committed: README\.md, notes\.txt in .*git stash/,
    );
    expect(readFileSync(`${directory}/README.md`, 'utf8')).toBe('mine');
    expect(existsSync(`${directory}/notes.txt`)).toBe(true);
  });

  it('commits to main alone', async () => {
    rendered(exampleDefinition());
    await publish(exampleDefinition());
    await git.branch({ fs, dir: directory, ref: 'trial', checkout: true });

    await expect(publish(exampleDefinition())).rejects.toThrow(
      /has the branch trial checked out\. Check out main in /,
    );
  });

  it('never overwrites what people have committed', async () => {
    rendered(exampleDefinition());
    await publish(exampleDefinition());
    fs.writeFileSync(`${directory}/notes.txt`, 'mine');
    await git.add({ fs, dir: directory, filepath: 'notes.txt' });
    const bob = { name: 'Bob', email: 'bob@example.com' };
    await git.commit({ fs, dir: directory, message: 'Note', author: bob });

    await expect(publish(exampleDefinition())).rejects.toThrow(
      /has a commit that the portal did not make: [0-9a-f]{7} "Note" by Bob/,
    );
    expect(existsSync(`${directory}/notes.txt`)).toBe(true);
  });

  it('writes one file, and leaves alone what people do beside it', async () => {
    rendered(exampleDefinition(), { 'README.md': 'hello' });
    await publish(exampleDefinition());
    fs.writeFileSync(`${directory}/README.md`, 'mine');

    expect((await writeFile(exampleDefinition())).changed).toBe(true);
    expect((await writeFile(exampleDefinition())).changed).toBe(false);

    const rows = await git.statusMatrix({ fs, dir: directory });
    expect(rows).toContainEqual(['README.md', 1, 2, 1]);
    expect(rows).toContainEqual(['catalog-info.yaml', 1, 1, 1]);
  });

  it('writes no file into the repository of a later definition', async () => {
    const earlier = exampleDefinition();
    const later = exampleDefinition({ description: 'later' });
    rendered(later);
    await publish(later);

    const refusal =
      /holds a later definition of the platform than this task has: [0-9a-f]{7} "Make the platform" by Ada/;
    await expect(writeFile(earlier)).rejects.toThrow(refusal);
    await expect(repositories.checkHolds(earlier)).rejects.toThrow(refusal);
    await repositories.checkHolds(later);
  });

  it('says so when the repository is gone', async () => {
    await repositories.checkHolds(exampleDefinition());
    await expect(writeFile(exampleDefinition())).rejects.toThrow(
      /^name: the repository shop-dev, which the portal keeps, is gone from .* Press Create/,
    );
  });

  it('does not leave its folder', () => {
    expect(() => repositories.directory('../elsewhere')).toThrow(
      /not allowed/i,
    );
  });

  it('lists a platform once it is registered', async () => {
    const definition = exampleDefinition();
    expect(await repositories.listRegistered()).toEqual([]);
    rendered(definition);
    await publish(definition);
    expect(await repositories.listRegistered()).toEqual([]);
    await repositories.markRegistered(definition);
    expect(await repositories.listRegistered()).toEqual(['shop-dev']);
  });
});
