import type { Entity } from '@backstage/catalog-model';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { exampleForm, ROOT, type FormValues } from '../support/places';
import type { EndedTask } from '../support/portalClient';
import { runOrThrow } from '../support/processes';
import { stacksIn } from '../support/sandbox';
import { sharedPortal } from '../support/sharedPortal';

describe('Create with the typical form', () => {
  let portal: Awaited<ReturnType<typeof sharedPortal>>;
  let form: FormValues;
  let platformId: string;
  let task: EndedTask;
  let platform: Entity;

  beforeAll(async () => {
    portal = await sharedPortal();
    form = await exampleForm('typical');
    platformId = `${form.name}-${form.environment}`;
    task = await portal.client.createPlatform(form);
  });

  const repository = () => path.join(portal.state, 'repositories', platformId);

  it('completes, and its log tells of every stack', async () => {
    const stacks = await stacksIn(portal.sandboxUrl, form, `${platformId}-`);
    expect(stacks.length).toBeGreaterThan(3);
    for (const stack of stacks) {
      expect(stack.StackStatus).toMatch(/^(CREATE|UPDATE)_COMPLETE$/);
      expect(task.log).toContain(stack.StackName);
    }
  });

  it('puts the platform into the catalog, with its owner and its links', async () => {
    platform = await portal.client.entityWhen(
      `component:default/${platformId}`,
      entity => (entity.relations ?? []).length > 0,
    );
    expect(platform.spec).toMatchObject({
      type: 'bedrock-agent-platform',
      owner: form.owner,
    });
    expect(platform.relations).toContainEqual(
      expect.objectContaining({ type: 'ownedBy', targetRef: form.owner }),
    );
    expect(platform.metadata.links?.map(link => link.title)).toEqual(
      expect.arrayContaining([expect.stringMatching(/dashboard/i)]),
    );
  });

  it('relates every agent and every service to the platform', async () => {
    const parts = [
      ...(form.agents as { name: string }[]),
      ...(form.services as { name: string }[]),
    ];
    const related = await portal.client.entityWhen(
      `component:default/${platformId}`,
      entity =>
        (entity.relations ?? []).filter(({ type }) => type === 'hasPart')
          .length >= parts.length,
    );
    for (const { name } of parts) {
      expect(related.relations).toContainEqual(
        expect.objectContaining({
          type: 'hasPart',
          targetRef: expect.stringContaining(name),
        }),
      );
    }
  });

  it('ends with links that work, as do those of the platform', async () => {
    const urls = [
      ...(task.output.links ?? []),
      ...(platform.metadata.links ?? []),
    ].flatMap(({ url }) => (url ? [new URL(url, portal.url).href] : []));
    expect(urls.length).toBeGreaterThan(5);
    for (const url of new Set(urls)) {
      const { status } = await fetch(url, { headers: { accept: 'text/html' } });
      expect({ url, status }).toEqual({ url, status: 200 });
    }
  });

  it('leaves a git repository with a clean work tree', async () => {
    const git = (...args: string[]) =>
      runOrThrow(['git', '-C', repository(), ...args]);
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('log', '--format=%s')).not.toBe('');
    expect(await readdir(repository())).toEqual(
      expect.arrayContaining(['cdk.json', 'config', 'catalog-info.yaml']),
    );
    const definition = JSON.parse(
      await readFile(path.join(repository(), 'config/platform.json'), 'utf8'),
    );
    expect(definition).toMatchObject({
      name: form.name,
      account: form.account,
      agents: form.agents,
    });
  });

  it('publishes nothing of the machine', async () => {
    const files = (
      await runOrThrow(['git', '-C', repository(), 'ls-files'])
    ).split('\n');
    expect(files.filter(file => /node_modules|cdk\.out/.test(file))).toEqual(
      [],
    );
    for (const file of files.filter(Boolean)) {
      const text = await readFile(path.join(repository(), file), 'utf8');
      for (const place of [ROOT, portal.state, `${homedir()}/`]) {
        expect({ file, place, found: text.includes(place) }).toEqual({
          file,
          place,
          found: false,
        });
      }
    }
  });

  it('changes nothing when it is run again', async () => {
    const commits = () =>
      runOrThrow(['git', '-C', repository(), 'rev-list', 'HEAD']);
    const before = await commits();
    await portal.client.createPlatform(form);
    expect(await commits()).toBe(before);
    const stacks = await stacksIn(portal.sandboxUrl, form, `${platformId}-`);
    expect(stacks.map(stack => stack.StackStatus)).not.toContain(
      'UPDATE_COMPLETE',
    );
  });

  it('takes away what the form no longer asks for', async () => {
    const [kept] = form.agents as { name: string }[];
    await portal.client.createPlatform({
      ...form,
      agents: [kept],
      services: [],
      database: { enabled: false },
    });
    const stacks = await stacksIn(portal.sandboxUrl, form, `${platformId}-`);
    expect(stacks.map(({ StackName }) => StackName)).not.toContain(
      `${platformId}-database`,
    );
    const smaller = await portal.client.entityWhen(
      `component:default/${platformId}`,
      ({ relations = [] }) =>
        relations.filter(({ type }) => type === 'hasPart').length === 1,
    );
    expect(smaller.relations).toContainEqual(
      expect.objectContaining({
        type: 'hasPart',
        targetRef: expect.stringContaining(kept.name),
      }),
    );
  });

  it('is refused to somebody else who takes the name, and the platform stays as it is', async () => {
    const taken = await portal.client.createAndWait({
      ...form,
      owner: 'group:default/platform-team',
    });
    expect(taken.status).toBe('failed');
    expect(taken.log).toContain(platformId);
    expect(taken.log).toContain(String(form.owner));
    expect(
      (await portal.client.entity(`component:default/${platformId}`))?.spec
        ?.owner,
    ).toBe(form.owner);
  });
});
