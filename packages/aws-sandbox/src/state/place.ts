import type {
  BucketRecord,
  ParameterRecord,
  ResourceRecord,
  StackRecord,
} from './records';

/** A resource with the stack that made it. */
export interface StackResource {
  readonly stackId: string;
  readonly resource: ResourceRecord;
}

/** Everything that exists in one account and region. */
export class Place {
  readonly stacks = new Map<string, StackRecord>();
  readonly parameters = new Map<string, ParameterRecord>();
  readonly buckets = new Map<string, BucketRecord>();
  /** The resources that exist but no longer belong to their stack. */
  readonly retained: StackResource[] = [];

  /**
   * @param account - 12 digits
   * @param region - such as `eu-west-1`
   */
  constructor(readonly account: string, readonly region: string) {}

  /** The partition of the region, which every ARN begins with. */
  get partition(): string {
    if (this.region.startsWith('cn-')) {
      return 'aws-cn';
    }
    return this.region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  }

  /** The domain below which the services of the partition answer. */
  get urlSuffix(): string {
    return this.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  }

  /** Finds a stack by its name, unless it is deleted, or by its ARN, even if it is. */
  findStack(nameOrId: string): StackRecord | undefined {
    const byId = this.stacks.get(nameOrId);
    if (byId) {
      return byId;
    }
    return [...this.stacks.values()].find(
      stack => stack.name === nameOrId && stack.status !== 'DELETE_COMPLETE',
    );
  }

  /** The stacks that are not deleted. */
  liveStacks(): StackRecord[] {
    return [...this.stacks.values()].filter(
      stack => stack.status !== 'DELETE_COMPLETE',
    );
  }

  /** Every existing resource of a type, or of all types, including those that outlived their stack. */
  resources(type?: string): StackResource[] {
    const found: StackResource[] = [];
    for (const stack of this.liveStacks()) {
      for (const resource of Object.values(stack.resources)) {
        if (exists(resource) && (!type || resource.type === type)) {
          found.push({ stackId: stack.id, resource });
        }
      }
    }
    return [
      ...found,
      ...this.retained.filter(
        ({ resource }) => !type || resource.type === type,
      ),
    ];
  }
}

function exists(resource: ResourceRecord): boolean {
  return (
    resource.physicalId !== undefined &&
    resource.status !== 'DELETE_COMPLETE' &&
    resource.status !== 'DELETE_SKIPPED'
  );
}
