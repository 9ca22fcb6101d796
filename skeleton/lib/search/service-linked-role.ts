import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { CustomTask } from '../shared/custom-task';
import { EncryptionKey } from '../shared/encryption-key';

/** Properties of a {@link ServiceLinkedRole}. */
export interface ServiceLinkedRoleProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The key that encrypts the log; it must allow log groups of the concern `tasks`. */
  readonly encryptionKey: EncryptionKey;
  /** The service whose role it is, such as `opensearchservice.amazonaws.com`. */
  readonly awsServiceName: string;
  /** The name that the service gives it, such as `AWSServiceRoleForAmazonOpenSearchService`. */
  readonly roleName: string;
}

/**
 * The service-linked role of an AWS service, created unless it exists. An account has only one, so CloudFormation's own
 * resource for it could be in one stack only; a task creates it, and leaves it.
 */
export class ServiceLinkedRole extends Construct {
  constructor(scope: Construct, id: string, props: ServiceLinkedRoleProps) {
    super(scope, id);
    const { definition, encryptionKey, awsServiceName, roleName } = props;
    new CustomTask(this, 'Task', {
      definition,
      name: 'service-linked-role',
      source: 'lib/search/service-linked-role.task.js',
      encryptionKey,
      permissions: [
        new PolicyStatement({
          sid: 'MakeRole',
          actions: ['iam:CreateServiceLinkedRole'],
          resources: [
            Stack.of(this).formatArn({
              service: 'iam',
              region: '',
              resource: 'role',
              resourceName: `aws-service-role/${awsServiceName}/${roleName}`,
            }),
          ],
        }),
      ],
    }).run(this, 'Resource', 'ServiceLinkedRole', {
      AwsServiceName: awsServiceName,
    });
  }
}
