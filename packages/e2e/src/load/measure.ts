import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PortalClient } from '../support/portalClient';
import { descendantsOf } from '../support/processes';

/** Milliseconds between two calls of the catalog, and between two looks at the memory. */
const PAUSE_MS = { catalog: 50, memory: 1_000 };

/** The process in which the CDK toolkit deploys a platform, by its command line. */
const DEPLOYMENT = /deployment\/child/;

/** Takes figures again and again until the work is over. */
type Sampler = (over: AbortSignal) => Promise<number[]>;

/**
 * Takes figures while something is done.
 *
 * @param work - what is done
 * @param samplers - what takes the figures
 * @returns the result of the work, and the figures of each sampler, the smallest first
 */
export async function during<T, Names extends string>(
  work: Promise<T>,
  samplers: Record<Names, Sampler>,
): Promise<{ result: T; figures: Record<Names, number[]> }> {
  const over = new AbortController();
  const names = Object.keys(samplers) as Names[];
  const sampled = Promise.all(
    names.map(async name => [name, await samplers[name](over.signal)]),
  );
  const done = work.finally(() => over.abort());
  await Promise.allSettled([done, sampled]);
  return { result: await done, figures: Object.fromEntries(await sampled) };
}

/** Measures how long the catalog takes to answer, in milliseconds. */
export function catalogSampler(clients: readonly PortalClient[]): Sampler {
  return sampler(
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
export function memorySampler(pid: number): Sampler {
  return sampler(async () => [await memoryOf(pid)], PAUSE_MS.memory);
}

/** Measures the memory of each process that deploys a platform for a portal, in MiB. */
export function deploymentsSampler(portals: readonly number[]): Sampler {
  return sampler(async () => {
    const processes = await Promise.all(portals.map(descendantsOf));
    return Promise.all(
      processes
        .flat()
        .filter(({ command }) => DEPLOYMENT.test(command))
        .map(({ pid }) => memoryOf(pid)),
    );
  }, PAUSE_MS.memory);
}

function sampler(sample: () => Promise<number[]>, pauseMs: number): Sampler {
  return async over => {
    const figures: number[] = [];
    while (!over.aborted) {
      figures.push(...(await sample()));
      await sleep(pauseMs, undefined, { signal: over }).catch(() => {});
    }
    return figures.sort((one, other) => one - other);
  };
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
