import { Construct } from 'constructs';
import { EncryptionKey } from '../shared/encryption-key';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { AccessLogsBucket } from './access-logs-bucket';
import { PlatformBucket } from './platform-bucket';

/** The buckets: sources of the knowledge base, input and output of data automation, and logs. */
export class StorageStack extends PlatformStack {
  /** The access logs of load balancers and of all other buckets. */
  readonly logs: AccessLogsBucket;
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

    this.logs = new AccessLogsBucket(this, 'Logs', { definition });
    const bucket = (id: string, topic: string) =>
      new PlatformBucket(this, id, {
        definition,
        encryptionKey,
        accessLogs: this.logs.ofBucket(topic),
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
