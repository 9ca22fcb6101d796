import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledge } from '../shared/acknowledge';
import { EncryptionKey } from '../shared/encryption-key';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { PlatformBucket } from './platform-bucket';

/** The buckets: sources of the knowledge base, input and output of data automation, and logs. */
export class StorageStack extends PlatformStack {
  /** Takes the access logs of load balancers and of the other buckets. */
  readonly logs: PlatformBucket;
  /** Documents that the knowledge base reads. */
  readonly knowledgeSources: PlatformBucket;
  /** Documents that wait for data automation. */
  readonly automationInput: PlatformBucket;
  /** What data automation made of them. */
  readonly automationOutput: PlatformBucket;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'storage', 'Buckets', props);
    const { definition } = props;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'storage',
    });

    this.logs = new PlatformBucket(this, 'Logs', {
      definition,
      expiration: Duration.days(
        Math.max(definition.observability.logRetentionDays, 30),
      ),
    });
    acknowledge(
      this.logs,
      'This bucket takes the access logs; logging its own would never end.',
      'CKV_AWS_18',
    );
    acknowledge(
      this.logs,
      'Load balancers write their logs with keys that S3 manages alone.',
      'NIST.800.53.R5-S3DefaultEncryptionKMS',
    );

    const bucket = (id: string, prefix: string) =>
      new PlatformBucket(this, id, {
        definition,
        encryptionKey,
        accessLogs: { bucket: this.logs, prefix: `s3/${prefix}/` },
      });
    this.knowledgeSources = bucket('KnowledgeSources', 'knowledge-sources');
    this.automationInput = bucket('AutomationInput', 'automation-input');
    this.automationOutput = bucket('AutomationOutput', 'automation-output');

    this.output('LogsBucket', this.logs.bucketName, 'Bucket of access logs');
    this.parameter(
      'storage/knowledge-sources',
      this.knowledgeSources.bucketName,
      'Bucket of the documents that the knowledge base reads',
    );
    this.parameter(
      'storage/automation-input',
      this.automationInput.bucketName,
      'Bucket of the documents that wait for data automation',
    );
    this.parameter(
      'storage/automation-output',
      this.automationOutput.bucketName,
      'Bucket of what data automation made',
    );
  }
}
