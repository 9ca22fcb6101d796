import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { acknowledge } from '../shared/acknowledge';
import { AccessLogs, PlatformBucket } from './platform-bucket';

/** Properties of an {@link AccessLogsBucket}. */
export interface AccessLogsBucketProps {
  /** The definition of the platform, which says how long logs are kept. */
  readonly definition: Definition;
}

/** Days for which access logs are kept at the least. */
const MIN_RETENTION_DAYS = 30;

/** Prefix of the access logs of buckets. */
const BUCKETS = 's3';

/** The bucket for the access logs of load balancers and of all other buckets. */
export class AccessLogsBucket extends PlatformBucket {
  private readonly byName: IBucket;

  constructor(
    scope: Construct,
    id: string,
    { definition }: AccessLogsBucketProps,
  ) {
    super(scope, id, {
      definition,
      expiration: Duration.days(
        Math.max(definition.observability.logRetentionDays, MIN_RETENTION_DAYS),
      ),
    });
    this.byName = Bucket.fromBucketName(this, 'ByName', this.bucketName);
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: 'BucketsLogRequests',
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects(`${BUCKETS}/*`)],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
    );
    acknowledge(
      this,
      'This bucket takes the access logs; logging its own would never end.',
      'CKV_AWS_18',
    );
    acknowledge(
      this,
      'Load balancers write their logs with keys that S3 manages alone.',
      'NIST.800.53.R5-S3DefaultEncryptionKMS',
    );
  }

  /**
   * Where the access log of another bucket goes. The other bucket knows this one by its name only: the permission that the
   * CDK would grant names the other bucket, and would make this stack depend on those of all buckets.
   *
   * @param topic - such as `knowledge-sources`
   */
  ofBucket(topic: string): AccessLogs {
    return { bucket: this.byName, prefix: `${BUCKETS}/${topic}/` };
  }
}
