import { CfnGuardrail, CfnGuardrailVersion } from 'aws-cdk-lib/aws-bedrock';
import { Construct } from 'constructs';
import { fitName } from '../shared/names';
import { EncryptionKey } from '../shared/encryption-key';

/** What an {@link AgentGuardrail} is told. */
export interface AgentGuardrailProps {
  /** The id of the platform. */
  readonly platformId: string;
  /** The key that encrypts the guardrail. */
  readonly encryptionKey: EncryptionKey;
}

/**
 * The guardrail that every model call of the agents goes through: harmful content and attempts to take over the prompt are
 * refused, secrets and the most sensitive personal data never leave.
 */
export class AgentGuardrail extends Construct {
  /** The ARN of the guardrail. */
  readonly guardrailArn: string;
  /** The id of the guardrail. */
  readonly guardrailId: string;
  /** The version that the agents use. */
  readonly version: string;

  constructor(scope: Construct, id: string, props: AgentGuardrailProps) {
    super(scope, id);
    const guardrail = new CfnGuardrail(this, 'Resource', {
      name: fitName(`${props.platformId}-agents`, 50),
      description: 'What agents may take in and give out',
      blockedInputMessaging: 'This request is not one that I may answer.',
      blockedOutputsMessaging: 'The answer is not one that I may give.',
      kmsKeyArn: props.encryptionKey.keyArn,
      contentPolicyConfig: {
        filtersConfig: [
          ...['SEXUAL', 'VIOLENCE', 'HATE', 'INSULTS', 'MISCONDUCT'].map(
            type => ({
              type,
              inputStrength: 'HIGH',
              outputStrength: 'HIGH',
            }),
          ),
          // Prompt attacks are looked for in what comes in alone.
          {
            type: 'PROMPT_ATTACK',
            inputStrength: 'HIGH',
            outputStrength: 'NONE',
          },
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
          ...[
            'US_SOCIAL_SECURITY_NUMBER',
            'INTERNATIONAL_BANK_ACCOUNT_NUMBER',
          ].map(type => ({ type, action: 'ANONYMIZE' })),
        ],
      },
    });
    this.guardrailArn = guardrail.attrGuardrailArn;
    this.guardrailId = guardrail.attrGuardrailId;
    this.version = new CfnGuardrailVersion(this, 'Version', {
      guardrailIdentifier: this.guardrailId,
      description: 'The version that the agents use',
    }).attrVersion;
  }
}
