import { AwsError, validationError } from '../errors';
import { hasAttribute } from '../resources/attributes';
import { isSchemaless, specificationOf } from '../resources/specification';
import { findCycle } from './graph';
import { checkQuotas } from './quotas';
import {
  conditionHolds,
  dependenciesOf,
  functionCall,
  Reference,
  referencesIn,
  Scope,
  Template,
} from './template';
import { isObject, Json } from '../json';

/** The properties that give IAM resources names of their own. */
const IAM_NAMES = [
  'GroupName',
  'InstanceProfileName',
  'ManagedPolicyName',
  'RoleName',
  'UserName',
];

/** The resources of a template whose conditions hold, with what each of them depends on. */
export type ResourcePlan = Map<string, string[]>;

/** The resources that a template asks for in a scope, and their order. */
export function planResources(template: Template, scope: Scope): ResourcePlan {
  const active = Object.entries(template.resources).filter(
    ([, { condition }]) =>
      condition === undefined || conditionHolds(condition, scope),
  );
  const ids = new Set(active.map(([logicalId]) => logicalId));
  return new Map(
    active.map(([logicalId, declaration]) => [
      logicalId,
      dependenciesOf(declaration, template, scope).filter(id => ids.has(id)),
    ]),
  );
}

/**
 * Checks what CloudFormation checks before it touches anything: that every reference leads somewhere, that types and attributes exist, that
 * there are no circles.
 *
 * @throws AwsError `ValidationError`
 */
export function checkTemplate(template: Template): void {
  checkQuotas(template);
  checkAbilities(template);
  checkTypes(template);
  checkReferences(template);
  for (const [logicalId, { dependsOn }] of Object.entries(template.resources)) {
    const unknown = dependsOn.filter(id => !(id in template.resources));
    if (unknown.length > 0) {
      throw validationError(
        `Template format error: Unresolved resource dependencies [${unknown.join(
          ', ',
        )}] in the Resources block of the template (DependsOn of ${logicalId})`,
      );
    }
  }
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

/** What CloudFormation has and the sandbox has not is said at once, not pretended. */
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

/**
 * Checks that the caller has acknowledged that the template makes IAM resources.
 *
 * @throws AwsError `InsufficientCapabilitiesException`
 */
export function checkCapabilities(
  { resources }: Template,
  capabilities: readonly string[],
): void {
  const iam = Object.values(resources).filter(({ type }) =>
    type.startsWith('AWS::IAM::'),
  );
  const isNamed = iam.some(({ properties }) =>
    IAM_NAMES.some(name => name in properties),
  );
  const sufficient = isNamed
    ? ['CAPABILITY_NAMED_IAM']
    : ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'];
  if (iam.length > 0 && !sufficient.some(one => capabilities.includes(one))) {
    throw new AwsError(
      'InsufficientCapabilitiesException',
      `Requires capabilities : [${sufficient[0]}]`,
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

function checkReferences(template: Template): void {
  const blocks: [string, Json][] = [
    ...Object.entries(template.resources).map(
      ([, { properties }]): [string, Json] => ['Resources', properties],
    ),
    ...Object.values(template.outputs).map((output): [string, Json] => [
      'Outputs',
      output,
    ]),
  ];
  for (const [block, value] of blocks) {
    for (const reference of referencesIn(value)) {
      checkReference(template, reference, block);
    }
    checkFunctions(value);
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

function checkFunctions(value: Json): void {
  if (Array.isArray(value)) {
    value.forEach(checkFunctions);
  } else if (isObject(value)) {
    const call = functionCall(value);
    if (call?.name === 'Fn::Transform') {
      throw validationError(
        'The sandbox runs no macros: Fn::Transform cannot be used in it.',
      );
    }
    Object.values(value).forEach(checkFunctions);
  }
}
