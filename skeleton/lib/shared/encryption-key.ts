import { Stack } from 'aws-cdk-lib';
import {
  Effect,
  Grant,
  IGrantable,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Definition, platformId } from '../definition';
import { environmentProfile } from './environment';
import { logGroupArn } from './log-group-arn';

/** Properties of an {@link EncryptionKey}. */
export interface EncryptionKeyProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The concern whose data the key encrypts, such as `database`. */
  readonly concern: string;
}

/** The actions that encrypting and decrypting need. */
const USE = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];

/** The KMS key of one concern: rotated every year, with an alias that says whose it is. */
export class EncryptionKey extends Key {
  constructor(
    scope: Construct,
    id: string,
    { definition, concern }: EncryptionKeyProps,
  ) {
    const profile = environmentProfile(definition);
    super(scope, id, {
      alias: `alias/${platformId(definition)}/${concern}`,
      description: `Encrypts what the ${concern} of ${platformId(
        definition,
      )} keeps`,
      enableKeyRotation: true,
      pendingWindow: profile.keyPendingWindow,
      removalPolicy: profile.dataRemoval,
    });
  }

  /** Grants what the CDK grants, but names the actions instead of using wildcards. */
  override grantEncryptDecrypt(grantee: IGrantable): Grant {
    return this.grant(grantee, ...USE);
  }

  /**
   * Lets CloudWatch Logs encrypt log groups with this key.
   *
   * @param logGroupPatterns - names of the log groups, with `*` where they vary
   */
  allowLogs(...logGroupPatterns: string[]): void {
    const stack = Stack.of(this);
    this.allowService(`logs.${stack.region}.amazonaws.com`, 'Logs', {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': logGroupPatterns.map(pattern =>
          logGroupArn(stack, pattern),
        ),
      },
    });
  }

  /**
   * Lets an AWS service encrypt and decrypt with this key on behalf of this account.
   *
   * @param service - such as `cloudwatch.amazonaws.com`
   * @param sid - id of the statement
   * @param conditions - what narrows the permission
   */
  allowService(
    service: string,
    sid: string,
    conditions: Record<string, Record<string, string | string[]>>,
  ): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        sid,
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal(service)],
        actions: [...USE, 'kms:DescribeKey'],
        // In a key policy `*` means the key itself.
        resources: ['*'],
        conditions,
      }),
    );
  }
}
