import type { DeploymentPrediction } from '../prediction';
import type { CostEstimate } from './cost';

/** One stack of a platform, as synthesized. */
export interface PlannedStack {
  /** The name of the stack. */
  readonly name: string;
  /** The number of its resources. */
  readonly resources: number;
  /** The names of the stacks that must stand before it. */
  readonly dependsOn: string[];
}

/** Something that CloudFormation would refuse, by its schema of the resource type. */
export interface Finding {
  /** The name of the stack. */
  readonly stack: string;
  /** The logical id of the resource, when it is about one. */
  readonly resource?: string;
  /** Where the resource stands in the code: the path of its construct. */
  readonly path?: string;
  /** The id of the rule. */
  readonly rule: string;
  /** What is wrong. */
  readonly message: string;
}

/** What a deployment of a platform consists of. */
export interface SynthesisPlan {
  /** The stacks, each after those that it depends on. */
  readonly stacks: PlannedStack[];
  /** How many resources of each type there are. */
  readonly resourceTypes: Record<string, number>;
  /** The number of all resources. */
  readonly resourceCount: number;
  /** How long AWS will take to create all of it. */
  readonly prediction: DeploymentPrediction;
  /** What it will cost; absent when the CDK app does not say. */
  readonly cost?: CostEstimate;
  /** What the schemas say against the templates. */
  readonly findings: Finding[];
}
