import { Duration, Stack } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import {
  Effect,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  BucketProps,
  CfnBucketPolicy,
  ObjectLockRetention,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Definition, platformId } from '../definition';
import { EncryptionKey } from '../shared/encryption-key';
import { PlatformLogGroup } from '../shared/platform-log-group';
import { AccessLogsBucket } from '../storage/access-logs-bucket';
import { PlatformBucket } from '../storage/platform-bucket';

/** Properties of an {@link AuditTrail}. */
export interface AuditTrailProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The key that encrypts the trail and its log; it must allow log groups of the concern `audit`. */
  readonly encryptionKey: EncryptionKey;
  /** Where the access log of the trail's bucket goes. */
  readonly accessLogs: AccessLogsBucket;
}

/** Days for which the trail is kept: seven years. */
const RETENTION_DAYS = 7 * 365 + 2;

/** The AgentCore resources whose calls CloudTrail records. Source: AWS CloudTrail User Guide, "Logging data events". */
const AGENT_CORE_RESOURCES = [
  'AWS::BedrockAgentCore::Runtime',
  'AWS::BedrockAgentCore::RuntimeEndpoint',
  'AWS::BedrockAgentCore::Memory',
];

/**
 * A trail of all API calls, including those of AgentCore, in a bucket of its own whose objects nobody can change in prod.
 */
export class AuditTrail extends Construct {
  /** Where the trail is kept. */
  readonly bucket: PlatformBucket;

  private readonly trailArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AuditTrailProps,
  ) {
    super(scope, id);
    const { definition, encryptionKey } = props;
    const trailName = platformId(definition);
    this.trailArn = Stack.of(this).formatArn({
      service: 'cloudtrail',
      resource: 'trail',
      resourceName: trailName,
    });
    encryptionKey.allowService('cloudtrail.amazonaws.com', 'Trail', {
      StringEquals: { 'aws:SourceArn': this.trailArn },
    });
    this.bucket = this.makeBucket();
    const logGroup = new PlatformLogGroup(this, 'Log', {
      definition,
      encryptionKey,
      topic: 'audit/trail',
    });
    const logRole = this.makeLogRole(logGroup);
    const trail = new CfnTrail(this, 'Resource', {
      trailName,
      s3BucketName: this.bucket.bucketName,
      kmsKeyId: encryptionKey.keyArn,
      cloudWatchLogsLogGroupArn: logGroup.logGroupArn,
      cloudWatchLogsRoleArn: logRole.roleArn,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      advancedEventSelectors: [
        selector('Management events', { eventCategory: 'Management' }),
        ...AGENT_CORE_RESOURCES.map(type =>
          selector(`Calls of ${type}`, {
            eventCategory: 'Data',
            'resources.type': type,
          }),
        ),
      ],
    });
    trail.addResourceDependency(
      this.bucket.policy?.node.defaultChild as CfnBucketPolicy,
    );
    trail.node.addDependency(logRole);
  }

  /**
   * Makes the role with which CloudTrail writes to the log group. Its trust policy cannot be narrowed, only its
   * permissions: CloudTrail does not say for which trail it assumes the role.
   *
   * Source: AWS CloudTrail User Guide, "Role policy document for CloudTrail to use CloudWatch Logs for monitoring".
   */
  private makeLogRole(logGroup: PlatformLogGroup): Role {
    const role = new Role(this, 'LogRole', {
      description: 'Writes the audit trail to its log group',
      assumedBy: new ServicePrincipal('cloudtrail.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    return role;
  }

  private makeBucket(): PlatformBucket {
    const { definition, encryptionKey } = this.props;
    const retention = Duration.days(RETENTION_DAYS);
    const bucket = new PlatformBucket(this, 'Bucket', {
      definition,
      encryptionKey,
      accessLogs: this.props.accessLogs.ofBucket('audit'),
      expiration: retention,
      overrides: lockFor(definition.environment, retention),
    });
    const trail = new ServicePrincipal('cloudtrail.amazonaws.com');
    const conditions = { StringEquals: { 'aws:SourceArn': this.trailArn } };
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailChecksBucket',
        effect: Effect.ALLOW,
        principals: [trail],
        actions: ['s3:GetBucketAcl'],
        resources: [bucket.bucketArn],
        conditions,
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TrailWrites',
        effect: Effect.ALLOW,
        principals: [trail],
        actions: ['s3:PutObject'],
        resources: [
          bucket.arnForObjects(`AWSLogs/${Stack.of(this).account}/*`),
        ],
        conditions: {
          StringEquals: {
            ...conditions.StringEquals,
            's3:x-amz-acl': 'bucket-owner-full-control',
          },
        },
      }),
    );
    return bucket;
  }
}

/** In prod nobody can change or delete the trail before its retention period ends. */
function lockFor(
  environment: Definition['environment'],
  retention: Duration,
): Partial<BucketProps> {
  return environment === 'prod'
    ? {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.compliance(retention),
      }
    : {};
}

function selector(
  name: string,
  fields: Record<string, string>,
): CfnTrail.AdvancedEventSelectorProperty {
  return {
    name,
    fieldSelectors: Object.entries(fields).map(([field, value]) => ({
      field,
      equalTo: [value],
    })),
  };
}
