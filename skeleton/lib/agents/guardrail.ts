import {
  CfnGuardrail,
  CfnGuardrailProps,
  CfnGuardrailVersion,
} from 'aws-cdk-lib/aws-bedrock';
import { IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { EncryptionKey } from '../shared/encryption-key';
import { fitName, shortHash } from '../shared/names';

/** Properties of an {@link AgentGuardrail}. */
export interface AgentGuardrailProps {
  /** The id of the platform. */
  readonly platformId: string;
  /** The key that encrypts the guardrail. */
  readonly encryptionKey: EncryptionKey;
}

/** What the guardrail refuses, and what it says instead. */
const RULES = {
  blockedInputMessaging: 'This request is not one that I may answer.',
  blockedOutputsMessaging: 'The answer is not one that I may give.',
  contentPolicyConfig: {
    filtersConfig: [
      ...['SEXUAL', 'VIOLENCE', 'HATE', 'INSULTS', 'MISCONDUCT'].map(type => ({
        type,
        inputStrength: 'HIGH',
        outputStrength: 'HIGH',
      })),
      // Prompt attacks are detected in the input only.
      { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' },
    ],
  },
  sensitiveInformationPolicyConfig: {
    piiEntitiesConfig: [
      ...[
        'AWS_ACCESS_KEY',
        'AWS_SECRET_KEY',
        'PASSWORD',
        'CREDIT_DEBIT_CARD_NUMBER',
        'CREDIT_DEBIT_CARD_CVV',
        'PIN',
      ].map(type => ({ type, action: 'BLOCK' })),
      ...['US_SOCIAL_SECURITY_NUMBER', 'INTERNATIONAL_BANK_ACCOUNT_NUMBER'].map(
        type => ({ type, action: 'ANONYMIZE' }),
      ),
    ],
  },
} satisfies Partial<CfnGuardrailProps>;

/**
 * The guardrail that every model call of the agents passes through: harmful content and prompt attacks are blocked, and
 * secrets and the most sensitive personal data never leave.
 */
export class AgentGuardrail extends Construct {
  /** The id of the guardrail. */
  readonly guardrailId: string;
  /** The version that the agents use. */
  readonly version: string;

  private readonly guardrail: CfnGuardrail;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AgentGuardrailProps,
  ) {
    super(scope, id);
    this.guardrail = new CfnGuardrail(this, 'Resource', {
      name: fitName(`${props.platformId}-agents`, 50),
      description: 'What agents may take in and give out',
      kmsKeyArn: props.encryptionKey.keyArn,
      ...RULES,
    });
    this.guardrailId = this.guardrail.attrGuardrailId;
    this.version = new CfnGuardrailVersion(this, 'Version', {
      guardrailIdentifier: this.guardrailId,
      // Versions are immutable. With the hash in its description, a new one is made when the rules change.
      description: `The version that the agents use: ${shortHash(
        JSON.stringify(RULES),
      )}`,
    }).attrVersion;
  }

  /**
   * Grants calling models through the guardrail, which Bedrock decrypts with the permissions of the caller.
   *
   * Source: Amazon Bedrock User Guide, "Create a customer managed key for your guardrail".
   *
   * @param grantee - the principal that calls models
   */
  grantApply(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'UseGuardrail',
        actions: ['bedrock:ApplyGuardrail'],
        resources: [this.guardrail.attrGuardrailArn],
      }),
    );
    this.props.encryptionKey.grantDecrypt(grantee);
  }
}
