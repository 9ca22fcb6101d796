import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Definition, isOffered } from '../definition';
import { hasImages } from '../registry/registry-stack';
import { acknowledge, acknowledgeWildcards } from '../shared/acknowledge';
import { environmentProfile } from '../shared/environment';

/** Properties of a {@link RoleBoundary}. */
export interface RoleBoundaryProps {
  /** The definition of the platform, which decides what services its roles need. */
  readonly definition: Definition;
}

/** Actions that would weaken the protection of the platform. */
const WEAKENING = [
  'bedrock:DeleteGuardrail',
  'bedrock:UpdateGuardrail',
  'kms:DisableKey',
  'kms:PutKeyPolicy',
  'kms:ScheduleKeyDeletion',
  'logs:DeleteLogGroup',
  's3:DeleteBucket',
  'ssm:PutParameter',
];

/**
 * The permissions boundary of the roles of a platform: whatever policy is attached to one of them later, the role can never
 * use other services than the platform does, and never weaken what protects the platform.
 */
export class RoleBoundary extends ManagedPolicy {
  constructor(scope: Construct, id: string, { definition }: RoleBoundaryProps) {
    super(scope, id, {
      description: 'The most that roles of this platform may ever do',
      statements: [
        new PolicyStatement({
          sid: 'OwnServices',
          actions: servicesOf(definition),
          // A boundary grants nothing: it limits what roles can be granted.
          resources: ['*'],
        }),
        new PolicyStatement({
          sid: 'NeverWeakenProtection',
          effect: Effect.DENY,
          actions: weakeningOf(definition),
          resources: ['*'],
        }),
      ],
    });
    const reason =
      'A boundary grants nothing; it says what the roles of the platform may have at most.';
    acknowledgeWildcards(this, { '*': reason });
    acknowledge(
      this,
      reason,
      'NIST.800.53.R5-IAMPolicyNoStatementsWithFullAccess',
      'CKV_AWS_107',
      'CKV_AWS_108',
      'CKV_AWS_109',
      'CKV_AWS_110',
      'CKV_AWS_111',
    );
  }
}

/** The actions that a platform needs: whole services for the programs of its users, single actions for its own tasks. */
function servicesOf(definition: Definition): string[] {
  const { database, search, region } = definition;
  return [
    'application-signals:StartDiscovery',
    'bedrock-agentcore:*',
    'bedrock:*',
    'cloudtrail:CreateServiceLinkedChannel',
    'cloudwatch:*',
    'ec2:DescribeNetworkInterfaces',
    'iam:CreateServiceLinkedRole',
    'iam:GetRole',
    'kms:*',
    'lambda:InvokeFunction',
    'logs:*',
    's3:*',
    'secretsmanager:*',
    'ssm:*',
    'xray:*',
    ...(hasImages(definition) ? ['codebuild:*', 'ecr:*'] : []),
    ...(database.enabled
      ? ['rds-data:ExecuteStatement', 'rds-db:connect']
      : []),
    ...(search.enabled ? ['aoss:*', 'es:*'] : []),
    ...(isOffered(region, 'budgets') && !isOffered(region, 'budget-resource')
      ? ['budgets:ModifyBudget', 'budgets:ViewBudget']
      : []),
  ];
}

/** Where data is deleted with its stack, the function that empties a bucket first closes it by a bucket policy. */
function weakeningOf(definition: Definition): string[] {
  const { protect } = environmentProfile(definition);
  return protect ? [...WEAKENING, 's3:PutBucketPolicy'] : WEAKENING;
}
