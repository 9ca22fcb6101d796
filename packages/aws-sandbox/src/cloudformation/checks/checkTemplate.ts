import { validationError } from '../../errors';
import { isSchemaless, specificationOf } from '../../resources/specification';
import { findCycle } from '../graph';
import { dependenciesOf, Template } from '../template';
import { checkConditions } from './conditions';
import { checkFunctions } from './functions';
import { checkQuotas } from './quotas';
import { checkReferences } from './references';

/**
 * Checks a template as CloudFormation does before it changes anything: that functions have the right arguments, that references, types
 * and attributes exist, and that there are no cycles.
 *
 * @throws AwsError `ValidationError`
 */
export function checkTemplate(template: Template): void {
  checkQuotas(template);
  checkAbilities(template);
  checkTypes(template);
  checkFunctions(template);
  checkConditions(template);
  checkReferences(template);
  checkOrder(template);
}

/** Rejects features of CloudFormation that the sandbox does not have. */
function checkAbilities({ transforms, resources }: Template): void {
  const macro = transforms.find(name => name !== 'AWS::LanguageExtensions');
  if (macro) {
    throw validationError(
      `The sandbox runs no macros: the template cannot use ${macro}.`,
    );
  }
  const nested = Object.entries(resources).find(
    ([, { type }]) => type === 'AWS::CloudFormation::Stack',
  );
  if (nested) {
    throw validationError(
      `The sandbox makes no nested stacks: ${nested[0]} cannot be an AWS::CloudFormation::Stack.`,
    );
  }
}

function checkTypes(template: Template): void {
  const unknown = Object.values(template.resources)
    .map(({ type }) => type)
    .filter(type => !isSchemaless(type) && !specificationOf(type));
  if (unknown.length > 0) {
    throw validationError(
      `Template format error: Unrecognized resource types: [${[
        ...new Set(unknown),
      ].join(', ')}]`,
    );
  }
}

function checkOrder(template: Template): void {
  const cycle = findCycle(
    new Map(
      Object.entries(template.resources).map(([logicalId, declaration]) => [
        logicalId,
        dependenciesOf(declaration, template),
      ]),
    ),
  );
  if (cycle) {
    throw validationError(
      `Circular dependency between resources: [${cycle.join(', ')}]`,
    );
  }
}
