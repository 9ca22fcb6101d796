import { Construct } from 'constructs';
import { PlatformVpc } from '../network/platform-vpc';
import { EncryptionKey } from '../shared/encryption-key';
import {
  logGroupPattern,
  PlatformLogGroup,
} from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { AccessLogsBucket } from '../storage/access-logs-bucket';
import { AuditTrail } from './audit-trail';
import { FlowLogs } from './flow-logs';

/** Properties of the {@link AuditStack}. */
export interface AuditStackProps extends PlatformStackProps {
  /** The network whose traffic is logged. */
  readonly network: PlatformVpc;
  /** Where the access log of the trail's bucket goes. */
  readonly accessLogs: AccessLogsBucket;
}

/** The audit trail of all API calls, and the flow log of all traffic. */
export class AuditStack extends PlatformStack {
  constructor(scope: Construct, props: AuditStackProps) {
    super(scope, 'audit', 'Audit trail', props);
    const { definition, network, accessLogs } = props;
    const encryptionKey = new EncryptionKey(this, 'Key', {
      definition,
      concern: 'audit',
    });
    encryptionKey.allowLogs(logGroupPattern(definition, 'audit'));
    const { bucket } = new AuditTrail(this, 'Trail', {
      definition,
      encryptionKey,
      accessLogs,
    });
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
}
