import { ArnFormat, Stack } from 'aws-cdk-lib';

/**
 * The ARN of a log group in the account and region of a stack. That of the construct ends in `:*`, which stands for the log
 * streams and is not accepted everywhere.
 *
 * @param stack - the stack
 * @param logGroupName - name of the log group, or a pattern of names
 */
export function logGroupArn(stack: Stack, logGroupName: string): string {
  return stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
