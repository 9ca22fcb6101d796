import {
  Effect,
  ManagedPolicy,
  PermissionsBoundary,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** The services that the code of agents and services may use at most; what each one really may is in its own role. */
const SERVICES = [
  'aoss',
  'bedrock',
  'bedrock-agentcore',
  'cloudwatch',
  'codebuild',
  'ecr',
  'es',
  'kms',
  'lambda',
  'logs',
  'rds-db',
  's3',
  'secretsmanager',
  'ssm',
  'xray',
];

/**
 * Bounds the roles of a stack: whatever policy is attached to one of them later, it can never reach identities, the
 * organization, the network or the trail.
 *
 * @param stack - the stack whose roles are bounded
 */
export function boundRoles(stack: Construct): void {
  const boundary = new ManagedPolicy(stack, 'Boundary', {
    description: 'The most that roles of this stack may ever do',
    statements: [
      new PolicyStatement({
        sid: 'OwnServices',
        actions: SERVICES.map(service => `${service}:*`),
        // A boundary grants nothing: it is what roles may have at most.
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'NeverWeakenProtection',
        effect: Effect.DENY,
        actions: [
          'bedrock:DeleteGuardrail',
          'bedrock:UpdateGuardrail',
          'kms:DisableKey',
          'kms:PutKeyPolicy',
          'kms:ScheduleKeyDeletion',
          'logs:DeleteLogGroup',
          's3:DeleteBucket',
          's3:PutBucketPolicy',
          'ssm:PutParameter',
        ],
        resources: ['*'],
      }),
    ],
  });
  acknowledge(
    boundary,
    'A boundary grants nothing; it says what the roles of the stack may have at most.',
    'AwsSolutions-IAM5',
    'NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess',
    'CKV_AWS_107',
    'CKV_AWS_108',
    'CKV_AWS_109',
    'CKV_AWS_110',
    'CKV_AWS_111',
  );
  PermissionsBoundary.of(stack).apply(boundary);
}
