import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CostEstimate } from '@agentinfra/backstage-plugin-agentinfra-common';
import { z } from 'zod/v3';

/** The file in the assembly to which the CDK app of a platform writes its estimate. */
const FILE = 'cost-estimate.json';

const costEstimateSchema: z.ZodType<CostEstimate> = z.object({
  monthlyUsd: z.number(),
  lines: z.array(
    z.object({ what: z.string(), monthlyUsd: z.number(), basis: z.string() }),
  ),
  leftOut: z.array(z.string()),
});

/**
 * Reads the cost estimate of the CDK app of a platform.
 *
 * @param assembly - the folder of the assembly
 * @returns undefined if the app makes none
 * @throws ZodError if it is malformed
 */
export function readCostEstimate(assembly: string): CostEstimate | undefined {
  const file = join(assembly, FILE);
  return existsSync(file)
    ? costEstimateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    : undefined;
}
