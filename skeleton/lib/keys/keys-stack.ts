import { Construct } from 'constructs';
import { databaseLogGroup } from '../database/database-log';
import { Definition } from '../definition';
import { EncryptionKey } from '../shared/encryption-key';
import { constructId } from '../shared/names';
import { logGroupPattern } from '../shared/platform-log-group';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';

/**
 * Whether a platform has anything that takes so long to deploy that its key is created beforehand.
 *
 * @param definition - the definition of the platform
 */
export function hasKeys({ database, search }: Definition): boolean {
  return database.enabled || search.enabled;
}

/**
 * The keys of what takes longest to deploy: they are created in parallel with the network, so that database and search wait
 * for no key. All other keys are in the stacks of their concerns.
 */
export class KeysStack extends PlatformStack {
  /** Encrypts data, backups, credentials and logs of the database, if there is one. */
  readonly database?: EncryptionKey;
  /** Encrypts data and logs of the search, if there is any. */
  readonly search?: EncryptionKey;

  constructor(scope: Construct, props: PlatformStackProps) {
    super(scope, 'keys', 'Keys of the data', props);
    const { definition } = props;
    const { database, search } = definition;
    const logsOf = (concern: string) => logGroupPattern(definition, concern);
    this.database = database.enabled
      ? this.makeKey(
          'database',
          logsOf('tasks'),
          // CloudFormation chooses the identifier of the cluster.
          databaseLogGroup('*'),
        )
      : undefined;
    this.search = search.enabled
      ? this.makeKey('search', logsOf('tasks'), logsOf('search'))
      : undefined;
  }

  private makeKey(concern: string, ...logGroupPatterns: string[]) {
    const { definition } = this;
    const key = new EncryptionKey(this, constructId('', concern), {
      definition,
      concern,
    });
    key.allowLogs(...logGroupPatterns);
    return key;
  }
}
