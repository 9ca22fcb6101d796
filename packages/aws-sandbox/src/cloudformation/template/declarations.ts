import { validationError } from '../../errors';
import { asList, asText, isObject, Json, JsonObject } from '../../json';

/** A parameter as a template declares it. */
export interface ParameterDeclaration {
  readonly type: string;
  readonly default?: string;
  /** The allowed values; empty if every value is. */
  readonly allowedValues: string[];
  readonly allowedPattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly constraintDescription?: string;
  readonly description?: string;
  readonly noEcho: boolean;
}

/** A resource as a template declares it. */
export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition?: string;
  readonly dependsOn: string[];
  readonly deletionPolicy?: Json;
  readonly updateReplacePolicy?: Json;
  readonly metadata?: Json;
  readonly creationPolicy?: Json;
  readonly updatePolicy?: Json;
}

/** The types of parameters. Source: AWS CloudFormation User Guide, "Supported parameter types". */
const PARAMETER_TYPE =
  /^(CommaDelimitedList|(List<)?(String|Number|AWS::[\w:]+)(<.+>)?>?)$/;

/**
 * Reads the declaration of a parameter.
 *
 * @throws AwsError `ValidationError`
 */
export function parseParameter(
  declaration: JsonObject,
  name: string,
): ParameterDeclaration {
  const place = `/Parameters/${name}`;
  const type = textIn(declaration, 'Type', place);
  if (type === undefined) {
    throw validationError(
      'Template format error: Every Parameters object must contain a Type member.',
    );
  }
  if (!PARAMETER_TYPE.test(type)) {
    throw validationError(
      `Template format error: Unrecognized parameter type: ${type}`,
    );
  }
  const number = (key: string) =>
    declaration[key] === undefined ? undefined : Number(declaration[key]);
  return {
    type,
    default: textIn(declaration, 'Default', place),
    allowedValues: asList(declaration.AllowedValues).map(String),
    allowedPattern: textIn(declaration, 'AllowedPattern', place),
    minLength: number('MinLength'),
    maxLength: number('MaxLength'),
    minValue: number('MinValue'),
    maxValue: number('MaxValue'),
    constraintDescription: textIn(declaration, 'ConstraintDescription', place),
    description: textIn(declaration, 'Description', place),
    noEcho: String(declaration.NoEcho) === 'true',
  };
}

/** The members of a declaration. Source: AWS CloudFormation User Guide, "Resource attribute reference". */
const RESOURCE_MEMBERS = new Set([
  'Type',
  'Properties',
  'Condition',
  'CreationPolicy',
  'DeletionPolicy',
  'DependsOn',
  'Metadata',
  'UpdatePolicy',
  'UpdateReplacePolicy',
  'Version',
]);

const REMOVAL_POLICIES = [
  'Delete',
  'Retain',
  'RetainExceptOnCreate',
  'Snapshot',
];

/**
 * Reads the declaration of a resource.
 *
 * @throws AwsError `ValidationError`
 */
export function parseResource(
  declaration: JsonObject,
  logicalId: string,
): ResourceDeclaration {
  if (!/^[A-Za-z0-9]{1,255}$/.test(logicalId)) {
    throw validationError(
      `Template format error: Resource name ${logicalId} is non alphanumeric.`,
    );
  }
  const place = `/Resources/${logicalId}`;
  const unknown = Object.keys(declaration).find(
    key => !RESOURCE_MEMBERS.has(key),
  );
  if (unknown !== undefined) {
    throw validationError(
      `Invalid template resource property '${unknown}' [${place}]`,
    );
  }
  if (typeof declaration.Type !== 'string') {
    throw validationError(
      `Template format error: [${place}] Every Resources object must contain a Type member.`,
    );
  }
  const { Properties: properties = {} } = declaration;
  if (!isObject(properties)) {
    throw validationError(
      `Template format error: [${place}/Properties] must be an object.`,
    );
  }
  return {
    type: declaration.Type,
    properties,
    condition: textIn(declaration, 'Condition', place),
    dependsOn: asList(declaration.DependsOn).map(String),
    deletionPolicy: removalPolicyIn(declaration, 'DeletionPolicy', place),
    updateReplacePolicy: removalPolicyIn(
      declaration,
      'UpdateReplacePolicy',
      place,
    ),
    metadata: declaration.Metadata,
    creationPolicy: declaration.CreationPolicy,
    updatePolicy: declaration.UpdatePolicy,
  };
}

/** What becomes of a resource: one of the policies, or a function that gives one. */
function removalPolicyIn(
  declaration: JsonObject,
  key: 'DeletionPolicy' | 'UpdateReplacePolicy',
  place: string,
): Json | undefined {
  const policy = declaration[key];
  if (typeof policy === 'string' && !REMOVAL_POLICIES.includes(policy)) {
    throw validationError(
      `Template error: Unrecognized ${key} ${policy} [${place}]`,
    );
  }
  return policy;
}

/**
 * Checks the declaration of an output.
 *
 * @throws AwsError `ValidationError`
 */
export function parseOutput(declaration: JsonObject, key: string): JsonObject {
  if (declaration.Value === undefined) {
    throw validationError(
      `Template format error: Output ${key} is malformed. Every Outputs member must contain a Value object.`,
    );
  }
  return declaration;
}

/**
 * Reads an optional text member; other scalars become text.
 *
 * @param place - the path of the declaration, such as `/Resources/Vpc`
 * @throws AwsError `ValidationError` when it is something else
 */
export function textIn(
  declaration: JsonObject,
  key: string,
  place = '',
): string | undefined {
  const value = declaration[key];
  const text = asText(value);
  if (value !== undefined && text === undefined) {
    throw validationError(
      `Template format error: [${place}/${key}] must be a string.`,
    );
  }
  return text;
}
