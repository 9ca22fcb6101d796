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

/** How a sandbox is started. */
export interface SandboxOptions {
  /** @default 4566; 0 takes any that is free */
  port?: number;
  /** The folder of the state. @default - everything stays in memory */
  stateDirectory?: string;
  /** The share of the time of AWS that everything takes. @default 0.005 */
  speed?: number;
  /** A file with a plan of faults. @default - none */
  faultsFile?: string;
  /** @default - the standard error output */
  logger?: Logger;
}

/** A running sandbox. */
export interface Sandbox {
  /** Such as `http://127.0.0.1:4566`. */
  url: string;
  /** Ends it; deployments in progress go on when a sandbox is started again on the same state. */
  close(): Promise<void>;
}

/** What everything takes by default, as a share of the time of AWS: ten minutes become three seconds. */
export const DEFAULT_SPEED = 0.005;

/**
 * How long a connection is kept for another call, in milliseconds. A busy sandbox that closes one just when a call comes in on it looks
 * as if it had broken down.
 */
const KEEP_ALIVE_MS = 120_000;

/** The port by default. */
export const DEFAULT_PORT = 4566;

/**
 * Starts a sandbox on 127.0.0.1.
 *
 * @throws when the port is taken or the state cannot be read
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
    // Whoever calls will deploy: what that needs is loaded meanwhile, and not in a sandbox that nobody uses.
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
