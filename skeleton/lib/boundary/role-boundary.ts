import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Definition, isOffered } from '../definition';
import { hasImages } from '../registry/registry-stack';
import { acknowledge, acknowledgeWildcards } from '../shared/acknowledge';
import { environmentProfile } from '../shared/environment';

/** What a {@link RoleBoundary} is told. */
export interface RoleBoundaryProps {
  /** The definition of the platform: its roles need the services of what it has. */
  readonly definition: Definition;
}

/** What would weaken the protection of the platform, whoever does it. */
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
 * The most that the roles of a platform may ever do: whatever policy is attached to one of them later, it can never reach more
 * than the services that the platform uses, and never weaken what protects the platform.
 */
export class RoleBoundary extends ManagedPolicy {
  constructor(scope: Construct, id: string, { definition }: RoleBoundaryProps) {
    super(scope, id, {
      description: 'The most that roles of this platform may ever do',
      statements: [
        new PolicyStatement({
          sid: 'OwnServices',
          actions: servicesOf(definition),
          // A boundary grants nothing: it is what roles may have at most.
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

/** The actions that a platform has a use for: whole services for the programs of its users, single actions for its own tasks. */
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

/** Where data go with their stack, what empties a bucket first shuts it. */
function weakeningOf(definition: Definition): string[] {
  const { protect } = environmentProfile(definition);
  return protect ? [...WEAKENING, 's3:PutBucketPolicy'] : WEAKENING;
}
