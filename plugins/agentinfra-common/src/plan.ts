/** A stack of a platform, as synthesized. */
export interface PlannedStack {
  /** The name of the stack. */
  readonly name: string;
  /** The number of its resources. */
  readonly resources: number;
  /** The names of the stacks that must be deployed before it. */
  readonly dependsOn: string[];
}

/** Something that CloudFormation would refuse, according to its schema of the resource type. */
export interface Finding {
  /** The name of the stack. */
  readonly stack: string;
  /** The logical id of the resource; absent when the finding is about the template as a whole. */
  readonly resource?: string;
  /** The path of the construct that defines the resource. */
  readonly path?: string;
  /** The id of the rule. */
  readonly rule: string;
  /** What is wrong. */
  readonly message: string;
}

/** A resource on the critical path of a deployment. */
export interface PathStep {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** How long AWS takes to create it, in seconds. */
  readonly seconds: number;
}

/** How long AWS will take to create a platform. */
export interface DeploymentPrediction {
  /** Seconds from the first resource to the last one. */
  readonly seconds: number;
  /** The critical path: the resources that wait for one another for the longest time, in order. */
  readonly path: readonly PathStep[];
  /** The resource types without which the deployment would be done sooner, and by how many seconds; the slowest first. */
  readonly bottlenecks: readonly {
    readonly type: string;
    readonly seconds: number;
  }[];
}

/** What a platform costs in a month while nobody uses it. */
export interface CostEstimate {
  /** The sum, in US dollars. */
  readonly monthlyUsd: number;
  /** Its parts: what is billed, US dollars a month, and what that figure is based on. */
  readonly lines: readonly {
    readonly what: string;
    readonly monthlyUsd: number;
    readonly basis: string;
  }[];
  /** What it leaves out, in words. */
  readonly leftOut: readonly string[];
}

/** What a deployment of a platform consists of. */
export interface SynthesisPlan {
  /** The stacks, each after those that it depends on. */
  readonly stacks: PlannedStack[];
  /** The number of resources of each type. */
  readonly resourceTypes: Record<string, number>;
  /** The number of all resources. */
  readonly resourceCount: number;
  /** How long AWS will take to create all of it. */
  readonly prediction: DeploymentPrediction;
  /** What it will cost; absent when the CDK app makes no estimate. */
  readonly cost?: CostEstimate;
  /** Everything in the templates that CloudFormation would refuse. */
  readonly findings: Finding[];
}
