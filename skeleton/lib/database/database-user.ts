import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { CustomTask } from '../shared/custom-task';
import { EncryptionKey } from '../shared/encryption-key';

/** Properties of a {@link DatabaseUser}. */
export interface DatabaseUserProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The cluster; its Data API must be on. */
  readonly cluster: DatabaseCluster;
  /** The key that encrypts the credentials of the administrator. */
  readonly encryptionKey: EncryptionKey;
  /** Name of the database. */
  readonly database: string;
  /** Name of the user. */
  readonly user: string;
}

/** The user that services and agents sign in as with IAM tokens, created through the Data API once the writer exists. */
export class DatabaseUser extends Construct {
  constructor(scope: Construct, id: string, props: DatabaseUserProps) {
    super(scope, id);
    const { definition, cluster, encryptionKey, database, user } = props;
    const secret = cluster.secret as ISecret;
    const task = new CustomTask(this, 'Task', {
      definition,
      name: 'database-user',
      source: 'lib/database/database-user.task.js',
      encryptionKey,
      permissions: [
        new PolicyStatement({
          sid: 'RunStatements',
          actions: ['rds-data:ExecuteStatement'],
          resources: [cluster.clusterArn],
        }),
        new PolicyStatement({
          sid: 'SignInAsAdministrator',
          actions: ['secretsmanager:GetSecretValue'],
          resources: [secret.secretArn],
        }),
        new PolicyStatement({
          sid: 'DecryptCredentials',
          actions: ['kms:Decrypt'],
          resources: [encryptionKey.keyArn],
        }),
      ],
    });
    task
      .run(this, 'Resource', 'DatabaseUser', {
        ClusterArn: cluster.clusterArn,
        SecretArn: secret.secretArn,
        Database: database,
        User: user,
      })
      .node.addDependency(cluster.node.findChild('Writer'));
  }
}
