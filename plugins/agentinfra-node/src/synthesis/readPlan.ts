import { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import type { SynthesisPlan } from './plan';
import { checkTemplate } from './validation';

interface Template {
  readonly Resources?: Record<string, { readonly Type: string }>;
}

/**
 * Reads what a deployment of an assembly consists of.
 *
 * @param directory - the folder of the assembly
 */
export function readPlan(directory: string): SynthesisPlan {
  const stacks = new CloudAssembly(directory).stacks;
  const types = stacks.flatMap(typesOf);
  return {
    stacks: stacks.map(stack => ({
      name: stack.stackName,
      resources: typesOf(stack).length,
      dependsOn: stack.dependencies
        .filter(CloudFormationStackArtifact.isCloudFormationStackArtifact)
        .map(({ stackName }) => stackName),
    })),
    resourceCount: types.length,
    resourceTypes: countEach(types),
    findings: stacks.flatMap(({ stackName, templateFullPath }) =>
      checkTemplate(stackName, templateFullPath),
    ),
  };
}

function typesOf(stack: CloudFormationStackArtifact): string[] {
  const { Resources = {} } = stack.template as Template;
  return Object.values(Resources).map(({ Type }) => Type);
}

function countEach(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of [...values].sort()) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
