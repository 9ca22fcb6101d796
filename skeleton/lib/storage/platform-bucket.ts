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

/** Where the access log of a bucket goes. */
export interface AccessLogs {
  /** The bucket that receives it. */
  readonly bucket: IBucket;
  /** Prefix of the names of its objects, such as `s3/knowledge-sources/`. */
  readonly prefix: string;
}

/** Properties of a {@link PlatformBucket}. */
export interface PlatformBucketProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /**
   * The key that encrypts the objects.
   *
   * @default - a key that S3 manages, the only kind that load balancers can write their logs with
   */
  readonly encryptionKey?: EncryptionKey;
  /**
   * Where the access log of the bucket goes.
   *
   * @default - requests are not logged, which is right for the bucket that receives the logs
   */
  readonly accessLogs?: AccessLogs;
  /**
   * How long objects are kept.
   *
   * @default - for ever
   */
  readonly expiration?: Duration;
  /**
   * Further properties of the bucket.
   *
   * @default - none
   */
  readonly overrides?: Partial<BucketProps>;
}

/**
 * A bucket: private, encrypted, TLS only, versioned. Old versions are deleted after a while, unfinished uploads after a
 * week; in dev and staging the bucket is deleted with its stack, in prod it is retained.
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

  /** The CDK adds a function of its own to a stack whose buckets are deleted with it. */
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
