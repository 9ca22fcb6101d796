import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod/v3';

/** Where the CDK app of a platform writes what it estimates, beside its templates. */
const FILE = 'cost-estimate.json';

/** What a platform costs in a month while nobody uses it. */
export interface CostEstimate {
  /** All of it, in US dollars. */
  readonly monthlyUsd: number;
  /** Part by part: what it is, US dollars a month, and what they are counted from. */
  readonly lines: readonly {
    readonly what: string;
    readonly monthlyUsd: number;
    readonly basis: string;
  }[];
  /** What it leaves out, as words. */
  readonly leftOut: readonly string[];
}

const costEstimateSchema: z.ZodType<CostEstimate> = z.object({
  monthlyUsd: z.number(),
  lines: z.array(
    z.object({ what: z.string(), monthlyUsd: z.number(), basis: z.string() }),
  ),
  leftOut: z.array(z.string()),
});

/**
 * Reads what the CDK app of a platform estimates.
 *
 * @param assembly - the folder of the assembly
 * @returns undefined if the app estimates nothing
 */
export function readCostEstimate(assembly: string): CostEstimate | undefined {
  const file = join(assembly, FILE);
  return existsSync(file)
    ? costEstimateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    : undefined;
}
