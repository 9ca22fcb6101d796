import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { exampleForm } from '../support/places';
import { stacksIn } from '../support/sandbox';
import { sharedPortal } from '../support/sharedPortal';

describe('A dry run', () => {
  it('renders and synthesizes, says what it would deploy, and touches nothing', async () => {
    const { client, state, sandboxUrl } = await sharedPortal();
    const form = await exampleForm('smallest', { name: 'rehearsed' });
    const platformId = `rehearsed-${form.environment}`;

    const { status, body } = await client.dryRun(await client.template(), form);

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
