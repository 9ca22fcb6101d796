import type { SynthesisPlan } from '@agentinfra/backstage-plugin-agentinfra-common';
import { CloudAssembly, CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { predictDeployment, TemplateResource } from '../prediction';
import { readCostEstimate } from './cost';
import { checkTemplate } from './validation';

interface Template {
  readonly Resources?: Record<string, TemplateResource>;
}

/**
 * Reads the plan of a deployment from its cloud assembly.
 *
 * @param directory - the folder of the assembly
 */
export function readPlan(directory: string): SynthesisPlan {
  const artifacts = new CloudAssembly(directory).stacks;
  const stacks = artifacts.map(artifact => ({
    name: artifact.stackName,
    resources: (artifact.template as Template).Resources ?? {},
    dependsOn: artifact.dependencies
      .filter(CloudFormationStackArtifact.isCloudFormationStackArtifact)
      .map(({ stackName }) => stackName),
  }));
  const types = stacks.flatMap(({ resources }) =>
    Object.values(resources).map(({ Type }) => Type),
  );
  return {
    stacks: stacks.map(stack => ({
      ...stack,
      resources: Object.keys(stack.resources).length,
    })),
    resourceCount: types.length,
    resourceTypes: countEach(types),
    prediction: predictDeployment(stacks),
    cost: readCostEstimate(directory),
    findings: artifacts.flatMap(checkTemplate),
  };
}

function countEach(values: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const value of [...values].sort()) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
