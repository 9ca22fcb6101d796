import { validationError } from '../../errors';
import type { Json } from '../../json';
import { hasAttribute } from '../../resources/attributes';
import { Reference, referencesIn, Template } from '../template';

/**
 * Checks that the target of every reference exists.
 *
 * @throws AwsError `ValidationError`
 */
export function checkReferences(template: Template): void {
  const { resources, outputs } = template;
  for (const { properties } of Object.values(resources)) {
    checkBlock(template, 'Resources', properties);
  }
  for (const output of Object.values(outputs)) {
    checkBlock(template, 'Outputs', output);
  }
  for (const [logicalId, { dependsOn }] of Object.entries(resources)) {
    const unknown = dependsOn.filter(id => !(id in resources));
    if (unknown.length > 0) {
      throw validationError(
        `Template format error: Unresolved resource dependencies [${unknown.join(
          ', ',
        )}] in the Resources block of the template (DependsOn of ${logicalId})`,
      );
    }
  }
}

function checkBlock(template: Template, block: string, value: Json): void {
  for (const reference of referencesIn(value)) {
    checkReference(template, reference, block);
  }
}

function checkReference(
  template: Template,
  { logicalId, attribute }: Reference,
  block: string,
): void {
  const resource = template.resources[logicalId];
  const known =
    resource ||
    (attribute === undefined &&
      (logicalId in template.parameters || logicalId.startsWith('AWS::')));
  if (!known) {
    throw validationError(
      attribute === undefined
        ? `Template format error: Unresolved resource dependencies [${logicalId}] in the ${block} block of the template`
        : `Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`,
    );
  }
  if (attribute !== undefined && !hasAttribute(resource.type, attribute)) {
    throw validationError(
      `Template error: resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`,
    );
  }
}
