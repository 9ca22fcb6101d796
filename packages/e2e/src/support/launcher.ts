import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from './places';
import { collectOutput } from './processes';

/** Where a portal runs. */
export interface PortalPlace {
  port: number;
  sandboxPort: number;
  /** The state folder. */
  state: string;
  /** What its environment holds beyond that of the tests. */
  env?: Record<string, string>;
}

/** A portal that `npm start` started. */
export interface RunningPortal extends PortalPlace {
  url: string;
  sandboxUrl: string;
  /** The launcher's process. */
  launcher: ChildProcess;
  /** What the launcher has written so far. */
  output: () => string;
  /** Sends a signal to the launcher (SIGINT by default) and waits for its end; returns its exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Free ports and an empty state folder. */
export async function freshPlace(): Promise<PortalPlace> {
  const [port, sandboxPort] = await freePorts(2);
  const state = await mkdtemp(path.join(tmpdir(), 'agentinfra-e2e-'));
  return { port, sandboxPort, state };
}

/** Removes the state folder of a portal that has been stopped. */
export async function clear({ state }: PortalPlace): Promise<void> {
  await rm(state, { recursive: true, force: true });
}

/** The launcher as `npm start` runs it, with its sandbox as fast as it can be. */
export function launch(place: PortalPlace, ...more: string[]): ChildProcess {
  return spawn(
    process.execPath,
    [
      path.join(ROOT, 'scripts/start.mjs'),
      ...['--port', String(place.port)],
      ...['--sandbox-port', String(place.sandboxPort)],
      ...['--state', place.state],
      ...['--speed', '0'],
      ...more,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Jest's own value is not what somebody who types `npm start` has.
      env: { ...process.env, NODE_ENV: undefined, ...place.env },
    },
  );
}

/**
 * Starts a portal and waits until the launcher says that a browser can use it.
 *
 * @param place - where
 * @param more - further options of the launcher
 * @throws an error with the launcher's output, when it ends before
 */
export async function startPortal(
  place: PortalPlace,
  ...more: string[]
): Promise<RunningPortal> {
  const launcher = launch(place, ...more);
  const output = collectOutput(launcher);
  const ended = new Promise<number | null>(resolve => {
    launcher.on('close', resolve);
  });
  const url = `http://localhost:${place.port}`;
  await untilSaid(launcher, output, `AgentInfra portal: ${url}\n`);
  return {
    ...place,
    url,
    sandboxUrl: `http://127.0.0.1:${place.sandboxPort}`,
    launcher,
    output,
    stop: signal => {
      launcher.kill(signal ?? 'SIGINT');
      return ended;
    },
  };
}

/** Waits until a child has written a text. */
export async function untilSaid(
  child: ChildProcess,
  output: () => string,
  text: string,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (output().includes(text)) {
        resolve();
      }
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.on('close', code => {
      reject(
        new Error(`Ended with ${code} and never said "${text}":\n${output()}`),
      );
    });
    look();
  });
}

/** Ports of this machine that are free at the moment. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>(resolve => {
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  servers.forEach(server => server.close());
  return ports;
}
