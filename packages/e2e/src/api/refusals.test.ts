import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { exampleForm, type FormValues } from '../support/places';
import { stacksIn } from '../support/sandbox';
import { sharedPortal } from '../support/sharedPortal';

/** What somebody who calls the API may get wrong, and what the answer must name. */
const WRONG: [
  what: string,
  changes: Record<string, unknown>,
  named: RegExp[],
][] = [
  ['a name in capitals', { name: 'Chat' }, [/name/]],
  [
    'a public address range',
    { network: { cidr: '8.8.0.0/16' } },
    [/cidr/, /RFC 1918|private/i],
  ],
  [
    'an address range that is too small',
    { network: { cidr: '10.0.0.0/24' } },
    [/cidr/],
  ],
  ['an unknown region', { region: 'mars-north-1' }, [/region/]],
  [
    'two agents of one name',
    {
      agents: [
        { name: 'twin', protocol: 'HTTP', modelId: 'amazon.nova-lite-v1:0' },
        { name: 'twin', protocol: 'MCP', modelId: 'amazon.nova-lite-v1:0' },
      ],
    },
    [/agents/, /twin/],
  ],
  [
    'two services whose paths are one to the load balancer',
    {
      services: [
        { name: 'one', image: 'nginx', path: '/api' },
        { name: 'other', image: 'nginx', path: '/api/' },
      ],
    },
    [/services\[1\]\.path/, /unique/],
  ],
  ['no agent at all', { agents: [] }, [/agents/]],
  ['an account that is none', { account: '1234' }, [/account/]],
  ['a budget of nothing', { budget: { monthlyUsd: 0 } }, [/budget|monthlyUsd/]],
  ['a field that does not exist', { nmae: 'typing-error' }, [/nmae/]],
];

describe('Create with a form that is wrong', () => {
  it.each(WRONG)(
    'refuses %s, names it, and makes nothing',
    async (_, changes, named) => {
      const { client, state, sandboxUrl } = await sharedPortal();
      const form = await exampleForm('smallest', {
        name: 'refused',
        ...(changes as Partial<FormValues>),
      });
      const platformId = `${form.name}-${form.environment}`;

      const { status, body } = await client.create(form);
      const task = status === 201 && (await client.untilEnded(body.id));

      const said = task ? task.log : JSON.stringify(body);
      for (const name of named) {
        expect(said).toMatch(name);
      }
      expect(task ? task.status : 'failed').toBe('failed');
      expect(
        await client.entity(`component:default/${platformId}`),
      ).toBeUndefined();
      expect(await repositories(state)).not.toContain(platformId);
      const account = /^\d{12}$/.test(form.account)
        ? form.account
        : '111122223333';
      const { region } = await exampleForm('smallest');
      const place = { account, region };
      expect(await stacksIn(sandboxUrl, place, `${platformId}-`)).toEqual([]);
    },
  );
});

async function repositories(state: string): Promise<string[]> {
  return readdir(path.join(state, 'repositories')).catch(() => []);
}
