import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** A sandbox that runs as a process of its own. */
export interface SandboxProcess {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Replaces the plan of faults, which the README of the sandbox describes. */
  setFaults(faults: readonly object[]): Promise<void>;
  /** Ends it and deletes its state. */
  stop(): Promise<void>;
}

/**
 * Starts the AWS sandbox on a free port.
 *
 * @param speed - the share of the time that AWS takes; 0 does not wait at all
 */
export async function startSandboxProcess(speed = 0): Promise<SandboxProcess> {
  const state = await mkdtemp(join(tmpdir(), 'agentinfra-sandbox-'));
  const home = dirname(require.resolve('@agentinfra/aws-sandbox/package.json'));
  const child = spawn(
    process.execPath,
    [
      join(home, 'bin', 'aws-sandbox.mjs'),
      ...['--port', '0', '--state', state, '--speed', String(speed)],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = new Promise(resolve => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /AWS sandbox: (\S+)/.exec(line)?.[1];
    if (url) {
      return {
        url,
        async setFaults(faults) {
          const response = await fetch(`${url}/_sandbox/faults`, {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ faults }),
          });
          if (!response.ok) {
            throw new Error(await response.text());
          }
        },
        async stop() {
          child.kill('SIGTERM');
          await ended;
          await rm(state, { recursive: true, force: true });
        },
      };
    }
  }
  throw new Error('The sandbox ended before it was ready');
}
