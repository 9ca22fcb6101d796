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

/** A resource on the longest path. */
export interface PathStep {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Seconds that AWS takes to create it. */
  readonly seconds: number;
}

/** How long AWS will take to create a platform. */
export interface DeploymentPrediction {
  /** Seconds from the first resource to the last one. */
  readonly seconds: number;
  /** The resources that wait for one another and so decide the time, in order. */
  readonly path: readonly PathStep[];
  /** The types without which the platform would stand earlier, and by how many seconds; the greatest first. */
  readonly costs: readonly {
    readonly type: string;
    readonly seconds: number;
  }[];
}

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
