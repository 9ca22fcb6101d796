import { Annotations, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  BucketProps,
  IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { acknowledge } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';

/** Where the log of requests to a bucket goes. */
export interface AccessLogs {
  /** The bucket that takes it. */
  readonly bucket: IBucket;
  /** What the names of its objects begin with, such as `s3/knowledge-sources/`. */
  readonly prefix: string;
}

/** What a {@link PlatformBucket} is told. */
export interface PlatformBucketProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /**
   * The key that encrypts the objects.
   *
   * @default - a key that S3 manages, which is all that load balancers can write their logs with
   */
  readonly encryptionKey?: EncryptionKey;
  /**
   * Where the log of requests to the bucket goes.
   *
   * @default - requests are not logged, which is right for the bucket that takes the logs
   */
  readonly accessLogs?: AccessLogs;
  /**
   * How long objects are kept.
   *
   * @default - for ever
   */
  readonly expiration?: Duration;
  /**
   * What else is said about the bucket.
   *
   * @default - nothing
   */
  readonly overrides?: Partial<BucketProps>;
}

/**
 * A bucket: private, encrypted, TLS only, versioned. Old versions go after a while, uploads that were never finished after a
 * week; in dev and staging the bucket goes with its stack, in prod it stays.
 */
export class PlatformBucket extends Bucket {
  constructor(scope: Construct, id: string, props: PlatformBucketProps) {
    const profile = environmentProfile(props.definition);
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: props.encryptionKey
        ? BucketEncryption.KMS
        : BucketEncryption.S3_MANAGED,
      encryptionKey: props.encryptionKey,
      bucketKeyEnabled: props.encryptionKey !== undefined,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      serverAccessLogsBucket: props.accessLogs?.bucket,
      serverAccessLogsPrefix: props.accessLogs?.prefix,
      removalPolicy: profile.dataRemoval,
      autoDeleteObjects: profile.dataRemoval === RemovalPolicy.DESTROY,
      lifecycleRules: [
        {
          id: 'tidy',
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          noncurrentVersionExpiration: profile.noncurrentVersions,
          expiration: props.expiration,
        },
      ],
      ...props.overrides,
    });
    acknowledge(
      this,
      'What a bucket holds stays in its region; versions protect it from mistakes.',
      'NIST.800.53.R5-S3BucketReplicationEnabled',
    );
    if (props.accessLogs) {
      Annotations.of(this).acknowledgeWarning(
        '@aws-cdk/aws-s3:accessLogsPolicyNotAdded',
        'The bucket that takes the logs lets all buckets of the account write them.',
      );
    }
    this.acknowledgeEmptying();
  }

  /** The CDK brings a function of its own to a stack whose buckets go with it. */
  private acknowledgeEmptying(): void {
    const provider = Stack.of(this).node.tryFindChild(
      'Custom::S3AutoDeleteObjectsCustomResourceProvider',
    );
    if (provider) {
      acknowledge(
        provider.node.findChild('Handler'),
        'The function empties buckets while their stack is deleted, and CloudFormation reports its failures.',
        'CKV_AWS_115',
        'CKV_AWS_116',
        'CKV_AWS_117',
      );
    }
  }
}
