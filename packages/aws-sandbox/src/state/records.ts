import type { Json, JsonObject } from '../json';

/** The statuses that CloudFormation gives a stack. */
export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | 'CREATE_IN_PROGRESS'
  | 'CREATE_FAILED'
  | 'CREATE_COMPLETE'
  | 'ROLLBACK_IN_PROGRESS'
  | 'ROLLBACK_FAILED'
  | 'ROLLBACK_COMPLETE'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_FAILED'
  | 'DELETE_COMPLETE'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_COMPLETE'
  | 'UPDATE_FAILED'
  | 'UPDATE_ROLLBACK_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_FAILED'
  | 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'
  | 'UPDATE_ROLLBACK_COMPLETE';

/** The statuses that CloudFormation gives a resource. */
type ResourceStatus =
  | `${'CREATE' | 'UPDATE' | 'DELETE'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | 'DELETE_SKIPPED';

/** What happens to a resource that leaves its stack. */
export type RemovalPolicy =
  | 'Delete'
  | 'Retain'
  | 'Snapshot'
  | 'RetainExceptOnCreate';

/** The state of a resource of a stack. */
export interface ResourceRecord {
  logicalId: string;
  type: string;
  /** Absent until the creation has been initiated. */
  physicalId?: string;
  status: ResourceStatus;
  statusReason?: string;
  /** ISO 8601. */
  updatedAt: string;
  /** With every function resolved. */
  properties: JsonObject;
  /** The tags of the stack when the resource was last touched. */
  stackTags: Record<string, string>;
  /** How many physical resources the logical id had before this one. */
  generation: number;
  metadata?: Json;
  /** Logical ids that must outlive this resource. */
  dependencies: string[];
  deletionPolicy: RemovalPolicy;
  updateReplacePolicy: RemovalPolicy;
  /** The last operation that touched it, and when that began (milliseconds since 1970). */
  operationId?: string;
  startedAt?: number;
}

/** An event of a stack. */
export interface EventRecord {
  id: string;
  /** ISO 8601. */
  at: string;
  logicalId: string;
  physicalId?: string;
  type: string;
  status: string;
  reason?: string;
  /** The client request token of the operation, if it has one. */
  token?: string;
  properties?: JsonObject;
}

/** What a stack is made from. */
export interface StackInput {
  /** The text of the template as it was sent. */
  template: string;
  /** The values given by the caller, by parameter. */
  parameters: Record<string, string>;
  tags: Record<string, string>;
  capabilities: string[];
  description?: string;
  roleArn?: string;
  notificationArns: string[];
}

/** An output of a stack. */
export interface OutputRecord {
  key: string;
  value: string;
  description?: string;
  exportName?: string;
}

/** What a stack shows after its last operation. */
interface StackResult {
  /** The values of the parameters in effect; a secret one is masked when shown. */
  parameters: Record<string, Json>;
  outputs: OutputRecord[];
  /** The names of the exports that its resources and outputs use. */
  imports: string[];
}

/** A stack as it was when it was last complete. */
interface StackSnapshot {
  input: StackInput;
  result: StackResult;
  resources: Record<string, ResourceRecord>;
}

/** The phase of an operation. */
type OperationPhase =
  | 'deploy'
  | 'cleanup'
  | 'rollback'
  | 'rollback-cleanup'
  | 'delete';

/** An operation in progress on a stack, with everything that is needed to continue after a restart. */
export interface OperationRecord {
  id: string;
  kind: 'create' | 'update' | 'delete' | 'rollback';
  phase: OperationPhase;
  token?: string;
  /** The input of the stack after the operation. */
  input: StackInput;
  /** The values of the template's parameters, fixed when the operation began. */
  parameters: Record<string, Json>;
  /** The names of the exports that were used so far. */
  imports: string[];
  /** What to do when a resource fails. */
  onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';
  /** Whether to wait only until configuration is applied. */
  express?: boolean;
  /** The stack before the operation, to roll back to; absent for a new stack. */
  before?: StackSnapshot;
  /** Physical resources to delete when the operation succeeds. */
  replaced: ResourceRecord[];
  /** Logical ids not to delete ({@link OperationRecord.kind} `delete`) or not to touch (rollback). */
  skip: string[];
  /** Whether to keep what cannot be deleted. */
  force?: boolean;
}

/** A change set of a stack. */
export interface ChangeSetRecord {
  id: string;
  name: string;
  /** The client tokens of the requests that created and executed it: the same request again changes nothing. */
  token?: string;
  executionToken?: string;
  type: 'CREATE' | 'UPDATE';
  description?: string;
  createdAt: string;
  status: 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'FAILED';
  statusReason?: string;
  executionStatus:
    | 'UNAVAILABLE'
    | 'AVAILABLE'
    | 'EXECUTE_IN_PROGRESS'
    | 'EXECUTE_COMPLETE'
    | 'EXECUTE_FAILED'
    | 'OBSOLETE';
  input: StackInput;
  parameters: Record<string, Json>;
  changes: ChangeRecord[];
  onFailure?: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';
  express?: boolean;
}

/** One change that a change set would make. */
export interface ChangeRecord {
  action: 'Add' | 'Modify' | 'Remove';
  logicalId: string;
  physicalId?: string;
  type: string;
  replacement?: 'True' | 'False' | 'Conditional';
  policyAction?: string;
  details: ChangeDetail[];
}

/** One property that a change touches. */
export interface ChangeDetail {
  attribute: 'Properties' | 'Tags' | 'Metadata' | 'DeletionPolicy';
  name?: string;
  requiresRecreation: 'Never' | 'Conditionally' | 'Always';
  evaluation: 'Static' | 'Dynamic';
  source: 'DirectModification' | 'ResourceReference' | 'ResourceAttribute';
  /** What caused it, such as `Bucket.Arn`. */
  cause?: string;
}

/** The result of a drift detection. */
export interface DriftRecord {
  detectionId: string;
  at: string;
  status: 'IN_SYNC' | 'DRIFTED';
  resources: Record<
    string,
    { status: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'NOT_CHECKED'; at: string }
  >;
}

/** A stack with its whole history. */
export interface StackRecord {
  /** The stack's ARN. */
  id: string;
  name: string;
  status: StackStatus;
  statusReason?: string;
  createdAt: string;
  /** When its last operation began. */
  updatedAt?: string;
  deletedAt?: string;
  input: StackInput;
  result: StackResult;
  terminationProtection: boolean;
  disableRollback: boolean;
  policy?: string;
  resources: Record<string, ResourceRecord>;
  events: EventRecord[];
  changeSets: ChangeSetRecord[];
  operation?: OperationRecord;
  /** The state to which a stack with a failed update can be rolled back. */
  rollbackTo?: StackSnapshot;
  drift?: DriftRecord;
  /** The client request tokens of earlier requests, with those requests. */
  tokens: Record<string, string>;
}

/** A parameter of the parameter store. */
export interface ParameterRecord {
  name: string;
  type: string;
  value: string;
  version: number;
  description?: string;
  updatedAt: string;
  tags: Record<string, string>;
}

/** An object in a bucket; its body is a file of its own. */
export interface ObjectRecord {
  key: string;
  size: number;
  /** In quotes, as in HTTP. */
  etag: string;
  updatedAt: string;
  contentType?: string;
  /** Headers to return with the object, such as `x-amz-meta-*`. */
  headers: Record<string, string>;
}

/** A bucket with the index of its objects. */
export interface BucketRecord {
  name: string;
  createdAt: string;
  objects: Record<string, ObjectRecord>;
  /** Sub-resources such as `versioning` or `policy`, as they were sent. */
  settings: Record<string, string>;
}
