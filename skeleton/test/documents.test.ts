import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parse } from 'yaml';
import { definitionPage } from '../scripts/docs/definition-page';

const pages = filesBelow('docs').filter(path => path.endsWith('.md'));

describe('pages', () => {
  it('R41: are all in the navigation, and nothing else is', () => {
    const navigated = leaves(parse(read(template('mkdocs.yml'))).nav);
    expect(navigated.map(page => join('docs', page)).sort()).toEqual(
      [...pages].sort(),
    );
  });

  it.each([...pages, 'CONTRIBUTING.md', template('README.md')])(
    'R41: %s leads to files that exist',
    page => {
      const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => characters(target).replace(/#.*/, ''))
        .filter(target => !/^$|^https?:|[<{]/.test(target))
        .map(target => normalize(join(dirname(page), target)));
      expect(links.filter(target => !existsSync(template(target)))).toEqual([]);
    },
  );

  it.each([...pages, 'CONTRIBUTING.md', template('README.md')])(
    'R41: %s names scripts of package.json alone',
    page => {
      expect(unknownScripts(read(page))).toEqual([]);
    },
  );

  it('R41: the reference of the definition is what the schema says; if not: npm run docs', () => {
    expect(read('docs/definition.md')).toBe(definitionPage());
  });
});

/** Text in which characters are written by their numbers, as names of agents in README.md are. */
function characters(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) =>
    String.fromCodePoint(Number(code)),
  );
}

describe('requirements', () => {
  const rows = read('docs/requirements.md')
    .split('\n')
    .filter(line => /^\| R\d+ /.test(line))
    .map(line => line.split(/(?<!\\)\|/).map(cell => cell.trim()))
    .map(([, id, demand, metBy, shownBy, state]) => ({
      id,
      demand,
      metBy: paths(metBy),
      shownBy: paths(shownBy),
      state,
    }));

  it('R41: stand there once each', () => {
    expect(rows.map(({ id }) => id)).toEqual(
      Array.from({ length: 41 }, (_, index) => `R${index + 1}`),
    );
  });

  it.each(rows)(
    'R41: $id names files that exist, and is done or says what is missing',
    ({ metBy, shownBy, state }) => {
      expect(metBy).not.toEqual([]);
      expect([...metBy, ...shownBy].filter(path => !existsSync(path))).toEqual(
        [],
      );
      expect(state).toMatch(/^done$|^not yet: ./);
    },
  );

  it.each(rows.filter(({ state }) => state === 'done'))(
    'R41: $id is done, and each test that shows it bears its name',
    ({ id, shownBy }) => {
      expect(shownBy).not.toEqual([]);
      const silent = shownBy.filter(
        path => !new RegExp(`['"\`]${id}: `).test(read(path)),
      );
      expect(silent).toEqual([]);
    },
  );
});

describe('unit tests', () => {
  it('R37: ask no account: what does is in test/contract and test/integration', () => {
    const asking = filesBelow('test')
      .filter(path => path.endsWith('.test.ts'))
      .filter(path =>
        /^(import|}).* from '(@aws-sdk|.*\/deployed')/m.test(read(path)),
      )
      .map(path => dirname(path));
    expect([...new Set(asking)].sort()).toEqual([
      'test/contract',
      'test/integration',
    ]);
  });
});

describe('workflows', () => {
  const workflows = filesBelow('.github/workflows');

  it.each(workflows)('R39: %s gives no more rights than it needs', path => {
    const { permissions, jobs } = parse(read(path));
    expect(permissions).toEqual({ contents: 'read' });
    const rights = Object.values<{ permissions?: object }>(jobs).flatMap(job =>
      Object.entries(job.permissions ?? {}).map(right => right.join(': ')),
    );
    expect(['contents: read', 'id-token: write']).toEqual(
      expect.arrayContaining(rights),
    );
  });

  it.each(filesBelow('.github').filter(path => /\.ya?ml$/.test(path)))(
    'R39: %s is YAML, and takes actions of others by commit alone',
    path => {
      expect(() => parse(read(path))).not.toThrow();
      const actions = [...read(path).matchAll(/uses: (\S+)/g)].map(
        ([, action]) => action,
      );
      const loose = actions.filter(
        action => !/^\.\/|@[0-9a-f]{40}$/.test(action),
      );
      expect(loose).toEqual([]);
    },
  );

  it.each(workflows)('R39: %s runs scripts of package.json alone', path => {
    expect(unknownScripts(read(path))).toEqual([]);
  });

  it('R39: check, deploy and test in this order', () => {
    const { jobs } = parse(read('.github/workflows/deploy.yml'));
    const commands = jobs.deploy.steps.map(
      (step: { run?: string }) => step.run,
    );
    const order = [
      'npx cdk deploy --all',
      'npm run test:contract',
      'npm run test:integration',
    ].map(command =>
      commands.findIndex((run?: string) => run?.startsWith(command)),
    );
    expect(jobs.deploy.needs).toContain('check');
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
  });
});

/** The file of a page that is filled in when a repository is rendered: its template, where nothing was rendered. */
function template(path: string): string {
  return existsSync(path) ? path : `${path}.hbs`;
}

/** A file; what a template fills in counts as text. */
function read(path: string): string {
  const text = readFileSync(path, 'utf8');
  return path.endsWith('.hbs') ? text.replace(/{{{.*?}}}/g, 'filled in') : text;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
}

/** The pages of a navigation: a list of titles, each with a page or a list of its own. */
function leaves(nav: unknown): string[] {
  if (typeof nav === 'string') {
    return [nav];
  }
  return Object.values(nav as object).flatMap(leaves);
}

function unknownScripts(text: string): string[] {
  const { scripts } = JSON.parse(read('package.json'));
  return [...text.matchAll(/npm run ([a-z:]+)/g)]
    .map(([, script]) => script)
    .filter(script => !(script in scripts));
}

/** The paths in a cell of a table. */
function paths(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, path]) => path);
}
