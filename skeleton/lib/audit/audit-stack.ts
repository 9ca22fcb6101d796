import { Duration } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import {
  Effect,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnBucketPolicy, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { PlatformVpc } from '../network/platform-vpc';
import { acknowledge } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { boundRoles } from '../shared/permissions-boundary';
import {
  logGroupPattern,
  PlatformLogGroup,
} from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { PlatformBucket } from '../storage/platform-bucket';
import { FlowLogs } from './flow-logs';

/** Days for which the trail is kept: seven years. */
const RETENTION_DAYS = 7 * 365 + 2;

/** The AgentCore resources whose calls CloudTrail records. Source: AWS CloudTrail User Guide, "Logging data events". */
const AGENT_CORE_RESOURCES = [
  'AWS::BedrockAgentCore::Runtime',
  'AWS::BedrockAgentCore::RuntimeEndpoint',
  'AWS::BedrockAgentCore::Memory',
];

/** What the {@link AuditStack} is told. */
export interface AuditStackProps extends PlatformStackProps {
  /** The network whose traffic is logged. */
  readonly network: PlatformVpc;
}

/**
 * Who did what: a trail of all calls, AgentCore's among them, in a bucket that nobody can change, and the log of all traffic.
 */
export class AuditStack extends PlatformStack {
  constructor(scope: Construct, props: AuditStackProps) {
    super(scope, 'audit', 'Audit trail', props);
    // What empties the bucket when the platform goes, where it goes at all, first shuts it.
    boundRoles(this, ['logs', 's3'], ['s3:PutBucketPolicy']);
    const { definition, network } = props;
    const trailName = this.platformId;
    const trailArn = this.formatArn({
      service: 'cloudtrail',
      resource: 'trail',
      resourceName: trailName,
    });
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'audit',
    });
    encryptionKey.allowService('cloudtrail.amazonaws.com', 'Trail', {
      StringEquals: { 'aws:SourceArn': trailArn },
    });
    encryptionKey.allowLogs(logGroupPattern(definition, 'audit'));
    const bucket = this.makeBucket(encryptionKey, trailArn);
    const logGroup = new PlatformLogGroup(this, 'Log', {
      definition,
      encryptionKey,
      topic: 'audit/trail',
    });
    const logRole = this.makeLogRole(logGroup, trailArn);
    const trail = new CfnTrail(this, 'Trail', {
      trailName,
      s3BucketName: bucket.bucketName,
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
      bucket.policy?.node.defaultChild as CfnBucketPolicy,
    );
    trail.node.addDependency(logRole);
    new FlowLogs(this, 'FlowLogs', {
      vpc: network.vpc,
      logGroup: new PlatformLogGroup(this, 'FlowLog', {
        definition,
        encryptionKey,
        topic: 'audit/flow',
      }),
    });
    this.output('TrailBucket', bucket.bucketName, 'Bucket of the audit trail');
  }

  private makeLogRole(logGroup: PlatformLogGroup, trailArn: string): Role {
    const role = new Role(this, 'LogRole', {
      description: 'Writes the audit trail to its log group',
      assumedBy: new ServicePrincipal('cloudtrail.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceArn': trailArn } },
      }),
    });
    logGroup.grantWrite(role);
    return role;
  }

  private makeBucket(
    encryptionKey: EncryptionKey,
    trailArn: string,
  ): PlatformBucket {
    const { definition } = this;
    const retention = Duration.days(RETENTION_DAYS);
    const bucket = new PlatformBucket(this, 'Bucket', {
      definition,
      encryptionKey,
      expiration: retention,
      overrides: lockFor(definition.environment, retention),
    });
    acknowledge(
      bucket,
      'Requests to this bucket are in the trail that it keeps.',
      'AwsSolutions-S1',
      'NIST.800.53.R5-S3BucketLoggingEnabled',
      'CKV_AWS_18',
    );
    const trail = new ServicePrincipal('cloudtrail.amazonaws.com');
    const conditions = { StringEquals: { 'aws:SourceArn': trailArn } };
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
        resources: [bucket.arnForObjects(`AWSLogs/${this.account}/*`)],
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

/** Outside dev the trail cannot be changed or deleted before its time: by nobody at all in prod. */
function lockFor(environment: string, retention: Duration) {
  switch (environment) {
    case 'prod':
      return {
        objectLockEnabled: true,
        objectLockDefaultRetention: ObjectLockRetention.compliance(retention),
      };
    default:
      return {};
  }
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
