import { promises as fs } from 'node:fs';
import { createServer, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Express } from 'express';
import type { DeploymentHost } from './cloudformation/deploymentHost';
import { Engine } from './cloudformation/engine';
import { messageOf } from './errors';
import { FaultPlan } from './faults/faultPlan';
import { parseFaults } from './faults/parseFaults';
import { pageRoutes } from './pages';
import { Effects } from './resources/effects';
import { warmUp } from './resources/warmUp';
import { createApp } from './server/app';
import { consoleLogger, Logger } from './server/logger';
import { allServices } from './services';
import { BlobStore } from './state/blobStore';
import { SandboxState } from './state/sandboxState';

/** Options of a sandbox. */
export interface SandboxOptions {
  /** The port; 0 chooses a free one. @default 4566 */
  readonly port?: number;
  /** The folder for the state. @default - everything is kept in memory */
  readonly stateDirectory?: string;
  /** The share of the time that AWS takes; 0 does not wait at all. @default 0.005 */
  readonly speed?: number;
  /** A file with a plan of faults. @default - none */
  readonly faultsFile?: string;
  /** @default - the standard error stream */
  readonly logger?: Logger;
}

/** A running sandbox. */
export interface Sandbox {
  /** Such as `http://127.0.0.1:4566`. */
  readonly url: string;
  /** Stops it; deployments in progress continue when a sandbox is started again with the same state. */
  close(): Promise<void>;
}

/** The default share of the time that AWS takes: ten minutes become three seconds. */
export const DEFAULT_SPEED = 0.005;

/**
 * How long an idle connection is kept open, in milliseconds. Closing one just when another call arrives on it would look like a crash
 * of the sandbox.
 */
const KEEP_ALIVE_MS = 120_000;

/** The default port. */
export const DEFAULT_PORT = 4566;

/**
 * Starts a sandbox on 127.0.0.1.
 *
 * @throws Error when the port is taken, or the state or the plan of faults cannot be read
 */
export async function startSandbox(
  options: SandboxOptions = {},
): Promise<Sandbox> {
  const logger = options.logger ?? consoleLogger;
  const state = await SandboxState.load(options.stateDirectory, error =>
    logger.error(`The state could not be written: ${messageOf(error)}`),
  );
  const blobs = new BlobStore(
    options.stateDirectory && join(options.stateDirectory, 'objects'),
  );
  const faults = new FaultPlan();
  if (options.faultsFile) {
    faults.set(
      parseFaults(JSON.parse(await fs.readFile(options.faultsFile, 'utf8'))),
    );
  }
  const effects = new Effects(state);
  const host: DeploymentHost = {
    state,
    faults,
    effects,
    speed: options.speed ?? DEFAULT_SPEED,
  };
  const engine = new Engine(host);
  const services = allServices({ state, blobs, engine, effects });
  let warming: NodeJS.Immediate | undefined;
  const app = createApp({
    host,
    // Deployments need schemas that take a second to load. They are loaded at the first call, and never in an unused sandbox.
    onCall: () => {
      warming ??= setImmediate(warmUp);
    },
    services,
    logger,
    pages: pageRoutes(state),
  });
  const server = await listen(app, options.port ?? DEFAULT_PORT);
  engine.resume();
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      clearImmediate(warming);
      await closeServer(server);
      await engine.stop();
      await state.flush();
    },
  };
}

async function listen(app: Express, port: number): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function closeServer(server: Server): Promise<void> {
  await new Promise<void>(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
