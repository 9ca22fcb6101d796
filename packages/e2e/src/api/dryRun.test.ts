import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { exampleForm, ROOT } from '../support/places';
import { runOrThrow } from '../support/processes';
import { stacksIn } from '../support/sandbox';
import { sharedPortal } from '../support/sharedPortal';

describe('A dry run', () => {
  it('renders and synthesizes, says what it would deploy, and touches nothing', async () => {
    const { client, state, sandboxUrl } = await sharedPortal();
    const form = await exampleForm('smallest', { name: 'rehearsed' });
    const platformId = `rehearsed-${form.environment}`;

    const { status, body } = await client.dryRun(
      await templateBesideSkeleton(),
      form,
      await skeletonFiles(),
    );

    expect({ status, error: body.error }).toEqual({ status: 200 });
    const rendered = new Map(
      body.directoryContents.map(file => [
        file.path,
        Buffer.from(file.base64Content, 'base64').toString(),
      ]),
    );
    expect(
      JSON.parse(rendered.get('config/platform.json') ?? ''),
    ).toMatchObject({ name: 'rehearsed' });
    const log = body.log.map(({ body: line }) => line.message).join('\n');
    expect(log).toContain(`${platformId}-network`);

    expect(await client.entity(`component:default/${platformId}`)).toBe(
      undefined,
    );
    expect(await stacksIn(sandboxUrl, form, `${platformId}-`)).toEqual([]);
    expect(
      await readdir(path.join(state, 'repositories')).catch(() => []),
    ).not.toContain(platformId);
  });
});

/** The template as the template editor sends it: in a dry run it lies at the root of the files that are sent along. */
async function templateBesideSkeleton(): Promise<unknown> {
  const file = path.join(
    ROOT,
    'templates/bedrock-agent-platform/template.yaml',
  );
  const template = parse(await readFile(file, 'utf8'));
  for (const step of template.spec.steps) {
    if (step.action === 'agentinfra:render') {
      step.input.skeleton = './skeleton';
    }
  }
  return template;
}

/** The files of the skeleton, and the one that marks the root of the repository. */
async function skeletonFiles(): Promise<
  { path: string; base64Content: string }[]
> {
  const list = await runOrThrow(
    [
      'git',
      'ls-files',
      '--cached',
      '--others',
      '--exclude-standard',
      'skeleton',
    ],
    { cwd: ROOT },
  );
  const files = ['catalog-info.yaml', ...list.trim().split('\n')];
  return Promise.all(
    files.map(async file => ({
      path: file,
      base64Content: await readFile(path.join(ROOT, file), 'base64'),
    })),
  );
}
