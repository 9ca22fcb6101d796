/**
 * The load run of docs/performance.md: many people press Create at once, first with one portal on SQLite, then with two on PostgreSQL. It
 * prints what the catalog takes to answer meanwhile, and the memory. `node scripts/load.mjs` starts it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { BackendProgram } from '../support/backendProgram';
import { exampleForm } from '../support/places';
import { type PlatformSnapshot, snapshotOf } from '../support/platformSnapshot';
import { Replicas } from '../support/replicas';
import { begin, Rig } from '../support/rig';
import type { SandboxProgram } from '../support/sandboxProgram';
import {
  catalogSampler,
  deploymentsSampler,
  during,
  memorySampler,
  percentile,
} from './measure';

/** How long the catalog is measured while nothing else happens, in milliseconds. */
const IDLE_MS = 20_000;
/** The sandbox is as fast as it can be. */
const SPEED = 0;
/** What app-config.production.yaml says: a busy portal is not a dead one. */
const STALE_SECONDS = 30;

/** Portals that share their state, and a sandbox. */
interface Site {
  readonly portals: readonly BackendProgram[];
  readonly sandbox: SandboxProgram;
  readonly state: string;
  stop(): Promise<void>;
}

/** A column of the table: figures with their units, by what they say. */
type Column = Record<string, string>;

const SITES: Record<string, () => Promise<Site>> = {
  'one portal, SQLite': async () => {
    const rig = await Rig.start(SPEED);
    const { sandbox, state } = rig;
    return { portals: [rig.portal], sandbox, state, stop: () => rig.stop() };
  },
  'two portals, PostgreSQL': async () => {
    const replicas = await Replicas.start({
      speed: SPEED,
      staleSeconds: STALE_SECONDS,
    });
    const { both, sandbox, state } = replicas;
    return { portals: both, sandbox, state, stop: () => replicas.stop() };
  },
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { creates: { type: 'string', default: '50' } },
  });
  const creates = Number(values.creates);
  const columns: Column[] = [];
  for (const [name, start] of Object.entries(SITES)) {
    const site = await start();
    try {
      columns.push({
        [`${creates} at once`]: name,
        ...(await measure(site, creates)),
      });
    } finally {
      await site.stop();
    }
  }
  printTable(columns);
}

async function measure(site: Site, creates: number): Promise<Column> {
  const { portals, sandbox } = site;
  const clients = await Promise.all(portals.map(portal => portal.client()));
  const [first] = await createAll(site, 1, 'first', 100000000000);
  const idle = await during(sleep(IDLE_MS), {
    catalog: catalogSampler(clients),
  });
  const pids = portals.map(({ pid }) => pid);
  const began = performance.now();
  const load = await during(createAll(site, creates, 'load', 200000000000), {
    catalog: catalogSampler(clients),
    deployments: deploymentsSampler(pids),
    portal: memorySampler(pids[0]),
    sandbox: memorySampler(sandbox.pid),
  });
  const seconds = (performance.now() - began) / 1000;

  const right = load.result.filter(
    platform => contentOf(platform) === contentOf(first),
  );
  return {
    'platforms that ended right': `${right.length} of ${creates}`,
    'all of them took': `${seconds.toFixed(0)} s`,
    'catalog API, idle, p50': milliseconds(
      percentile(idle.figures.catalog, 50),
    ),
    'catalog API, idle, p99': milliseconds(
      percentile(idle.figures.catalog, 99),
    ),
    'catalog API, under load, p50': milliseconds(
      percentile(load.figures.catalog, 50),
    ),
    'catalog API, under load, p99': milliseconds(
      percentile(load.figures.catalog, 99),
    ),
    'memory of a running deployment, p50': mebibytes(
      percentile(load.figures.deployments, 50),
    ),
    'memory of a running deployment, most': mebibytes(
      percentile(load.figures.deployments, 100),
    ),
    'memory of a portal, most': mebibytes(percentile(load.figures.portal, 100)),
    'memory of the sandbox, most': mebibytes(
      percentile(load.figures.sandbox, 100),
    ),
  };
}

/** All of a platform but the content of its files, which names its account. */
function contentOf({ files, ...platform }: PlatformSnapshot): string {
  return JSON.stringify({ ...platform, files: Object.keys(files) });
}

/**
 * Presses Create many times at once, at each of the portals in turn. Each platform has an account of its own, because an account
 * has one hosted zone for the domain.
 *
 * @returns what there is of each platform in the end; those that failed are told
 */
async function createAll(
  { portals, sandbox, state }: Site,
  count: number,
  name: string,
  firstAccount: number,
): Promise<PlatformSnapshot[]> {
  const made = await Promise.allSettled(
    Array.from({ length: count }, async (_, index) => {
      const client = await portals[index % portals.length].client();
      const form = await exampleForm('typical', {
        name: `${name}-${index}`,
        account: String(firstAccount + index),
      });
      const { status, error } = await client.untilEnded(
        await begin(client, form),
      );
      if (status !== 'completed') {
        throw new Error(`${form.name} is ${status}: ${error}`);
      }
      return snapshotOf({ client, sandboxUrl: sandbox.url, state }, form);
    }),
  );
  return made.flatMap(one => {
    if (one.status === 'rejected') {
      process.stderr.write(`${one.reason}\n`);
      return [];
    }
    return [one.value];
  });
}

function printTable([...columns]: readonly Column[]): void {
  const rows = Object.keys(columns[0]).map(
    what => `| ${[what, ...columns.map(column => column[what])].join(' | ')} |`,
  );
  const line = `| --- |${' ---: |'.repeat(columns.length)}`;
  process.stdout.write(`${[rows[0], line, ...rows.slice(1)].join('\n')}\n`);
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function mebibytes(value: number): string {
  return `${value.toFixed(0)} MiB`;
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
