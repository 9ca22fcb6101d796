import { SchemaValidator, TemplateFile } from '@aws/cloudformation-validate';
import type { Finding } from './plan';

/** Loading the schemas of all resource types takes half a second; a child process does it once. */
const schemas = new SchemaValidator();

/**
 * Checks a template against CloudFormation's own schemas of the resource types, without AWS.
 *
 * @param stack - the name of the stack, for the findings
 * @param file - the path of the template
 * @returns what CloudFormation would refuse
 */
export function checkTemplate(stack: string, file: string): Finding[] {
  return schemas
    .validate(new TemplateFile(file))
    .filter(({ severity }) => severity === 'ERROR' || severity === 'FATAL')
    .map(({ entity, propertyPath, message, ruleId }) => ({
      stack,
      ...(entity?.logicalId ? { resource: entity.logicalId } : {}),
      rule: ruleId,
      message: propertyPath ? `${propertyPath}: ${message}` : message,
    }));
}
