import {
  Effect,
  ManagedPolicy,
  PermissionsBoundary,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeWildcards } from './acknowledge';

/** The services that the code of agents and services may use at most; what each one really may is in its own role. */
export const PROGRAM_SERVICES = [
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
] as const;

/** What would weaken the protection of the platform, whoever does it. */
const WEAKENING = [
  'bedrock:DeleteGuardrail',
  'bedrock:UpdateGuardrail',
  'kms:DisableKey',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'logs:DeleteLogGroup',
  's3:DeleteBucket',
  's3:PutBucketPolicy',
  'ssm:PutParameter',
];

/**
 * Bounds the roles of a stack: whatever policy is attached to one of them later, it can never reach more than a few services,
 * and never weaken what protects the platform.
 *
 * @param stack - the stack whose roles are bounded
 * @param services - prefixes of the actions of the services that its roles may use at most
 * @param but - actions that they may do although it weakens protection
 */
export function boundRoles(
  stack: Construct,
  services: readonly string[],
  but: readonly string[] = [],
): void {
  const boundary = new ManagedPolicy(stack, 'Boundary', {
    description: 'The most that roles of this stack may ever do',
    statements: [
      new PolicyStatement({
        sid: 'OwnServices',
        actions: services.map(service => `${service}:*`),
        // A boundary grants nothing: it is what roles may have at most.
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'NeverWeakenProtection',
        effect: Effect.DENY,
        actions: WEAKENING.filter(action => !but.includes(action)),
        resources: ['*'],
      }),
    ],
  });
  const reason =
    'A boundary grants nothing; it says what the roles of the stack may have at most.';
  acknowledgeWildcards(boundary, { '*': reason });
  acknowledge(
    boundary,
    reason,
    'NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess',
    'CKV_AWS_107',
    'CKV_AWS_108',
    'CKV_AWS_109',
    'CKV_AWS_110',
    'CKV_AWS_111',
  );
  PermissionsBoundary.of(stack).apply(boundary);
}
