import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Definition } from '@agentinfra/backstage-plugin-agentinfra-common';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { exampleDefinition, GitServer } from '../testUtils';
import { RemoteRepositories } from './RemoteRepositories';

const TOKEN = 'secret';
/** The id that git gives to a tree without files. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const author = { name: 'Ada', email: 'ada@example.com' };
const definition = exampleDefinition({ repoUrl: 'host?owner=acme&repo=shop' });

const disk = createMockDirectory();
let root: string;
let host: GitServer;
let url: string;
const server = createServer((request, response) =>
  host.handle(request, response),
);

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(async () => {
  disk.clear();
  root = mkdtempSync(join(tmpdir(), 'agentinfra-git-'));
  host = new GitServer(root, TOKEN);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => rmSync(root, { recursive: true }));
afterAll(() => server.close());

function repositories(password = TOKEN) {
  return new RemoteRepositories(async () => ({
    url: `${url}/acme/shop`,
    username: 'x-access-token',
    password,
  }));
}

/** Puts a rendered repository onto the disk and publishes it. */
async function publish(files: object = {}, of: Definition = definition) {
  disk.setContent({
    source: { config: { 'platform.json': JSON.stringify(of) }, ...files },
  });
  return repositories().publish({
    source: disk.resolve('source'),
    definition: of,
    subject: 'Make the platform',
    author,
    keep: ['catalog-info.yaml'],
  });
}

const git = (...args: string[]) => host.git('acme/shop', ...args);

/** Commits something by somebody else. */
async function commitByHand(tree = 'main^{tree}'): Promise<void> {
  const who = ['-c', 'user.name=Bob', '-c', 'user.email=bob@example.com'];
  const commit = await git(
    ...who,
    ...['commit-tree', tree, '-p', 'main', '-m', 'Tune it'],
  );
  await git('update-ref', 'refs/heads/main', commit.trim());
}

describe('RemoteRepositories', () => {
  it('knows a repository that does not exist, and one that is empty', async () => {
    expect(await repositories().checkFree(definition)).toBe(false);
    await expect(publish()).rejects.toThrow(
      /repoUrl: there is no repository host\?owner=acme&repo=shop/,
    );

    await host.create('acme/shop');
    expect(await repositories().checkFree(definition)).toBe(true);
  });

  it('commits what differs on top of what is there, by the author', async () => {
    await host.create('acme/shop');

    const first = await publish({ 'old.txt': 'old', 'README.md': 'one' });
    const same = await publish({ 'old.txt': 'old', 'README.md': 'one' });
    const second = await publish({ 'new.txt': 'new', 'README.md': 'two' });

    expect(same).toEqual({ ...first, changed: false });
    expect(second.changed).toBe(true);
    expect(await git('log', '--format=%H %an %s', 'main')).toBe(
      `${second.commitHash} Ada Make the platform\n${first.commitHash} Ada Make the platform\n`,
    );
    expect(await git('ls-tree', '-r', '--name-only', 'main')).toBe(
      'README.md\nconfig/platform.json\nnew.txt\n',
    );
    expect(await git('show', 'main:README.md')).toBe('two');
  });

  it('writes a file once, which the next publication keeps', async () => {
    await host.create('acme/shop');
    await publish({ 'catalog-info.yaml': 'first' });
    const write = () =>
      repositories().writeFile({
        definition,
        path: 'catalog-info.yaml',
        text: 'second',
        subject: 'Register the platform',
        author,
      });

    expect((await write()).changed).toBe(true);
    expect((await write()).changed).toBe(false);
    expect((await publish({ 'catalog-info.yaml': 'first' })).changed).toBe(
      false,
    );
    expect(await git('show', 'main:catalog-info.yaml')).toBe('second');
  });

  it.each([
    ['account', { account: '210987654321' }],
    ['region', { region: 'us-east-1' }],
    ['owner', { owner: 'group:default/others' }],
    ['name', { name: 'other' }],
  ] as const)(
    'refuses a repository of a platform with another %s, and names it',
    async (_, changes) => {
      await host.create('acme/shop');
      const other = exampleDefinition(changes);
      await publish({}, other);

      await expect(repositories().checkFree(definition)).rejects.toThrow(
        `repoUrl: ${url}/acme/shop holds the platform ${other.name}-dev of ${other.owner} in account ${other.account}, region ${other.region}`,
      );
      await expect(publish()).rejects.toThrow(/repoUrl: .* holds the platform/);
    },
  );

  it('refuses a repository of something else', async () => {
    await host.create('acme/shop');
    await publish();
    await commitByHand(EMPTY_TREE);

    await expect(repositories().checkFree(definition)).rejects.toThrow(
      /repoUrl: .* holds something that is not a platform/,
    );
  });

  it('never overwrites what people have committed', async () => {
    await host.create('acme/shop');
    await publish();
    await commitByHand();
    const before = await git('rev-parse', 'main');

    await expect(publish({ 'README.md': 'new' })).rejects.toThrow(
      /has a commit that the portal did not make: [0-9a-f]{7} "Tune it" by Bob\..*change config\/platform\.json/s,
    );
    expect(await git('rev-parse', 'main')).toBe(before);
  });

  it('says so when the host does not take the token, refuses the push, or does not answer', async () => {
    await host.create('acme/shop');
    await expect(repositories('wrong').checkFree(definition)).rejects.toThrow(
      /repoUrl: .* does not let the portal's token into/,
    );

    await publish();
    await host.refusePushes('acme/shop');
    await expect(publish({ 'a.txt': 'a' })).rejects.toThrow(
      /repoUrl: .* refuses the portal's push to main/,
    );

    url = 'http://127.0.0.1:1';
    await expect(repositories().checkFree(definition)).rejects.toThrow(
      /repoUrl: http:\/\/127\.0\.0\.1:1\/acme\/shop cannot be reached/,
    );
  });
});
