import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Definition, platformId } from '../definition';
import { acknowledge, acknowledgeWildcards } from './acknowledge';
import { EncryptionKey } from './encryption-key';
import { logGroupArn } from './log-group-arn';
import { PlatformLogGroup } from './platform-log-group';

/** Properties of a {@link CustomTask}. */
export interface CustomTaskProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** Name of the task, such as `database-user`; its function is `<platformId>-<name>`. */
  readonly name: string;
  /** File with `async function run(event, context)`, from the root of the repository. */
  readonly source: string;
  /** The key that encrypts the log; it must allow log groups of the topic `tasks/<name>`. */
  readonly encryptionKey: EncryptionKey;
  /** What the task may do besides writing its log. */
  readonly permissions: readonly PolicyStatement[];
  /**
   * How long one run may take.
   *
   * @default - two minutes
   */
  readonly timeout?: Duration;
}

/** Characters of code that a template can hold for a function. */
const INLINE_LIMIT = 4096;

/**
 * Something that CloudFormation cannot do by itself, done by a function while a stack is deployed or deleted. The code is
 * small enough to be part of the template: no asset, no bundling, nothing to install.
 */
export class CustomTask extends Construct {
  /** The name of the function. */
  readonly functionName: string;

  private readonly handler: LambdaFunction;

  constructor(scope: Construct, id: string, props: CustomTaskProps) {
    super(scope, id);
    const { definition, name } = props;
    this.functionName = `${platformId(definition)}-${name}`;
    const logGroup = new PlatformLogGroup(this, 'Log', {
      definition,
      encryptionKey: props.encryptionKey,
      topic: `tasks/${name}`,
    });
    this.handler = new LambdaFunction(this, 'Function', {
      functionName: this.functionName,
      description: `Runs while a stack is deployed: ${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromInline(readCode(props.source)),
      timeout: props.timeout ?? Duration.minutes(2),
      memorySize: 256,
      role: this.makeRole(props),
      logGroup,
      tracing: Tracing.ACTIVE,
    });
    acknowledge(
      this.handler,
      'The function runs while a stack is deployed, calls AWS alone, and CloudFormation reports its failures.',
      'NIST.800.53.R5-LambdaInsideVPC',
      'NIST.800.53.R5-LambdaDLQ',
      'NIST.800.53.R5-LambdaConcurrency',
      'CKV_AWS_115',
      'CKV_AWS_116',
      'CKV_AWS_117',
    );
    acknowledgeWildcards(this, {
      ':log-group:': 'Lambda names the streams of a log.',
      'Resource::*':
        'X-Ray has no resources to name, nor has what lists resources.',
    });
  }

  /**
   * Runs the task whenever properties change, and when the resource is deleted.
   *
   * @param scope - the stack or construct that the resource belongs to
   * @param id - construct id of the resource
   * @param type - such as `DatabaseUser`, for the type `Custom::DatabaseUser`
   * @param properties - the input of the task
   * @param timeout - how long CloudFormation waits for the answer
   */
  run(
    scope: Construct,
    id: string,
    type: string,
    properties: Readonly<Record<string, string>>,
    timeout = Duration.minutes(5),
  ): CustomResource {
    const resource = new CustomResource(scope, id, {
      resourceType: `Custom::${type}`,
      serviceToken: this.handler.functionArn,
      serviceTimeout: timeout,
      properties,
    });
    resource.node.addDependency(this);
    return resource;
  }

  private makeRole({ name, definition, permissions }: CustomTaskProps): Role {
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      description: `What the task ${name} may do`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    const statements = [
      new PolicyStatement({
        sid: 'WriteOwnLog',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [
          logGroupArn(
            stack,
            `/agentinfra/${platformId(definition)}/tasks/${name}:*`,
          ),
        ],
      }),
      ...permissions,
    ];
    statements.forEach(statement => role.addToPolicy(statement));
    return role;
  }
}

/** The code of a task: the common first part, and its own file, without comments. */
function readCode(source: string): string {
  const code = ['lib/shared/custom-task.runtime.js', source]
    .map(file => readFileSync(join(process.cwd(), file), 'utf8'))
    .join('')
    .replace(/^\s*\/\/.*\n/gm, '');
  if (code.length > INLINE_LIMIT) {
    throw new Error(
      `${source} is ${
        code.length - INLINE_LIMIT
      } characters too long for a template: make it shorter, or an asset of its own.`,
    );
  }
  return code;
}
