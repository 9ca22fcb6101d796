import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Definition, platformId } from '../definition';
import { EncryptionKey } from './encryption-key';
import { environmentProfile } from './environment';

/** Properties of a {@link PlatformLogGroup}. */
export interface PlatformLogGroupProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The key that encrypts the logs. */
  readonly encryptionKey: EncryptionKey;
  /**
   * What is logged, such as `audit/flow`; the log group is `/agentinfra/<platformId>/<topic>`.
   *
   * @default - none: a service dictates the whole name
   */
  readonly topic?: string;
  /**
   * The whole name, where a service dictates it.
   *
   * @default - made from the topic
   */
  readonly logGroupName?: string;
}

/** A log group: encrypted, and kept for as long as the definition says. */
export class PlatformLogGroup extends LogGroup {
  constructor(scope: Construct, id: string, props: PlatformLogGroupProps) {
    const { definition, encryptionKey, topic } = props;
    const logGroupName =
      props.logGroupName ?? `/agentinfra/${platformId(definition)}/${topic}`;
    super(scope, id, {
      logGroupName,
      encryptionKey,
      retention: definition.observability.logRetentionDays,
      removalPolicy: environmentProfile(definition).dataRemoval,
    });
  }
}

/**
 * A pattern for the names of all log groups of a concern, for {@link EncryptionKey.allowLogs}.
 *
 * @param definition - the definition of the platform
 * @param concern - such as `network`
 */
export function logGroupPattern(
  definition: Definition,
  concern: string,
): string {
  return `/agentinfra/${platformId(definition)}/${concern}/*`;
}
