import { execFile } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePorts } from './launcher';
import { Program } from './program';

const execute = promisify(execFile);

/** Where Debian's package `postgresql` puts its programs, below a folder for each version. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';
/** The user `nobody`, for machines on which the tests run as root and there is no user `postgres`. */
const NOBODY = 65534;

/** A PostgreSQL server that tests may fill. */
export interface PostgresServer {
  /** The variables of the environment by which `app-config.production.yaml` finds it. */
  env: Record<string, string>;
  /** Stops it and removes what it kept. */
  stop: () => Promise<void>;
}

/**
 * A PostgreSQL server: the one that `AGENTINFRA_TEST_POSTGRES` names (a URL such as `postgres://user:password@host:5432`), or one of
 * the test's own, in a temporary folder, which needs nothing that runs and leaves nothing behind.
 *
 * @throws Error if there is neither a server nor the programs of one
 */
export async function startPostgres(): Promise<PostgresServer> {
  const given = process.env.AGENTINFRA_TEST_POSTGRES;
  if (given) {
    const { hostname, port, username, password } = new URL(given);
    return {
      env: environment(hostname, port || '5432', username, password),
      stop: async () => {},
    };
  }
  const programs = await findPrograms();
  const user = await findUser();
  const folder = await mkdtemp(path.join(tmpdir(), 'agentinfra-postgres-'));
  await chown(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const initdb = path.join(programs, 'initdb');
  await execute(
    initdb,
    ['--pgdata', data, '--username', 'portal', '--auth', 'trust', '--no-sync'],
    { ...user, cwd: folder },
  );
  const [port] = await freePorts(1);
  const server = new Program({
    name: 'PostgreSQL',
    command: [
      path.join(programs, 'postgres'),
      ...['-D', data],
      ...['-p', String(port)],
      ...['-h', '127.0.0.1'],
      ...['-k', folder],
      // Nothing has to outlast a loss of power.
      ...['-c', 'fsync=off'],
    ],
    user,
  });
  await server.untilSays(/ready to accept connections/);
  return {
    env: environment('127.0.0.1', String(port), 'portal', 'any'),
    stop: async () => {
      // What PostgreSQL calls a fast shutdown: it does not wait for its clients.
      await server.stop('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function environment(
  host: string,
  port: string,
  user: string,
  password: string,
): Record<string, string> {
  return {
    POSTGRES_HOST: host,
    POSTGRES_PORT: port,
    POSTGRES_USER: decodeURIComponent(user),
    POSTGRES_PASSWORD: decodeURIComponent(password),
  };
}

async function findPrograms(): Promise<string> {
  const versions = await readdir(DEBIAN_FOLDER).catch(() => []);
  const newest = versions.sort((one, other) => Number(other) - Number(one))[0];
  if (!newest) {
    throw new Error(
      `There is no PostgreSQL to test with. Install Debian's package postgresql, or name a server: AGENTINFRA_TEST_POSTGRES=postgres://user:password@host:5432`,
    );
  }
  return path.join(DEBIAN_FOLDER, newest, 'bin');
}

/** PostgreSQL refuses to run as root. */
async function findUser(): Promise<{ uid: number; gid: number }> {
  const own = { uid: process.getuid!(), gid: process.getgid!() };
  if (own.uid !== 0) {
    return own;
  }
  const idOf = async (option: string) => {
    const { stdout } = await execute('id', [option, 'postgres']);
    return Number(stdout);
  };
  return Promise.all([idOf('-u'), idOf('-g')]).then(
    ([uid, gid]) => ({ uid, gid }),
    () => ({ uid: NOBODY, gid: NOBODY }),
  );
}
