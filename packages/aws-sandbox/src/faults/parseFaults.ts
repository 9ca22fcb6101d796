import { z } from 'zod/v3';
import type { Fault } from './faultPlan';

const times = z.number().int().positive().optional();

const faultSchema = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('resource'),
      type: z.string().optional(),
      logicalId: z.string().optional(),
      stack: z.string().optional(),
      action: z.enum(['create', 'update', 'delete', 'any']).default('any'),
      effect: z.enum(['fail', 'hang']).optional(),
      times,
      reason: z.string().optional(),
    })
    .strict(),
  ...(['throttle', 'error', 'expired', 'latency', 'drop'] as const).map(kind =>
    z
      .object({
        kind: z.literal(kind),
        service: z.string().optional(),
        operation: z.string().optional(),
        times,
        milliseconds: z.number().int().positive().optional(),
      })
      .strict(),
  ),
]);

const planSchema = z.object({ faults: z.array(faultSchema) }).strict();

/**
 * Reads a plan of faults.
 *
 * @param plan - `{"faults": [{"kind": "resource", "type": "AWS::RDS::DBCluster", "action": "create", "times": 1}]}`
 * @throws Error that names each invalid field
 */
export function parseFaults(plan: unknown): Fault[] {
  const result = planSchema.safeParse(plan);
  if (result.success) {
    return result.data.faults;
  }
  const problems = result.error.issues.map(
    issue => `${issue.path.join('.') || 'the plan'}: ${issue.message}`,
  );
  throw new Error(`This is not a plan of faults. ${problems.join('; ')}`);
}
