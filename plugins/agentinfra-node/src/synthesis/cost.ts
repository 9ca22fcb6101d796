import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CostEstimate } from '@agentinfra/backstage-plugin-agentinfra-common';
import { z } from 'zod/v3';

/** Where the CDK app of a platform writes what it estimates, beside its templates. */
const FILE = 'cost-estimate.json';

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
