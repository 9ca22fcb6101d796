import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortalClient } from '../support/portalClient';
import { descendantsOf } from '../support/processes';

/** Milliseconds between two calls of the catalog, and between two looks at the memory. */
const PAUSE_MS = { catalog: 50, memory: 1_000 };

/** The process in which the CDK toolkit deploys a platform, by its command line. */
const DEPLOYMENT = /deployment\/child/;

/** Collects figures until it is stopped. */
export class Sampler {
  readonly #samples: number[] = [];
  readonly #over = new AbortController();
  readonly #done: Promise<void>;

  /**
   * @param sample - takes figures
   * @param pauseMs - milliseconds between two samples
   */
  constructor(sample: () => Promise<number[]>, pauseMs: number) {
    this.#done = this.#run(sample, pauseMs);
  }

  /** @returns the figures, the smallest first */
  async stop(): Promise<number[]> {
    this.#over.abort();
    await this.#done;
    return this.#samples.sort((one, other) => one - other);
  }

  async #run(sample: () => Promise<number[]>, pauseMs: number): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      this.#samples.push(...(await sample()));
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Measures how long the catalog takes to answer, in milliseconds. */
export function sampleCatalog(clients: readonly PortalClient[]): Sampler {
  return new Sampler(
    () =>
      Promise.all(
        clients.map(async client => {
          const began = performance.now();
          await client.entities(20);
          return performance.now() - began;
        }),
      ),
    PAUSE_MS.catalog,
  );
}

/** Measures the memory of a process, in MiB. */
export function sampleMemory(pid: number): Sampler {
  return new Sampler(async () => [await memoryOf(pid)], PAUSE_MS.memory);
}

/** Measures the memory of each process that deploys a platform for a portal, in MiB. */
export function sampleDeployments(portals: readonly number[]): Sampler {
  return new Sampler(async () => {
    const processes = await Promise.all(portals.map(descendantsOf));
    return Promise.all(
      processes
        .flat()
        .filter(({ command }) => DEPLOYMENT.test(command))
        .map(({ pid }) => memoryOf(pid)),
    );
  }, PAUSE_MS.memory);
}

/** A percentile of figures. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.floor(((sorted.length - 1) * percent) / 100)] ?? NaN;
}

/** The resident memory of a process, in MiB; 0 when it has ended. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
