import { Construct } from 'constructs';
import { PlatformVpc } from '../network/platform-vpc';
import { DATABASE_PORT, SecurityGroups } from '../network/security-groups';
import { EncryptionKey } from '../shared/encryption-key';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import {
  AuroraDatabase,
  DATABASE_NAME,
  DATABASE_USER,
} from './aurora-database';

/** Properties of the {@link DatabaseStack}. */
export interface DatabaseStackProps extends PlatformStackProps {
  /** The network; the database is placed in its data tier. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts data, backups, credentials and logs. */
  readonly encryptionKey: EncryptionKey;
}

/** The database. It depends on its key and on the network alone, so that its deployment, which takes long, begins early. */
export class DatabaseStack extends PlatformStack {
  /** The database. */
  readonly database: AuroraDatabase;

  constructor(scope: Construct, props: DatabaseStackProps) {
    super(scope, 'database', 'Database', props);
    const { definition, network, securityGroups, encryptionKey } = props;
    this.database = new AuroraDatabase(this, 'Database', {
      definition,
      network,
      securityGroups,
      encryptionKey,
    });

    const { cluster, endpoint } = this.database;
    this.output(
      'ClusterIdentifier',
      cluster.clusterIdentifier,
      'Identifier of the Aurora cluster',
    );
    this.output('Endpoint', endpoint, 'Where programs connect');
    this.parameter('database/endpoint', endpoint, 'Where programs connect');
    this.parameter(
      'database/reader-endpoint',
      cluster.clusterReadEndpoint.hostname,
      'Where programs connect that only read',
    );
    this.parameter('database/port', String(DATABASE_PORT), 'TCP port');
    this.parameter('database/name', DATABASE_NAME, 'Name of the database');
    this.parameter(
      'database/user',
      DATABASE_USER,
      'User of services and agents; it signs in with IAM tokens',
    );
  }
}
