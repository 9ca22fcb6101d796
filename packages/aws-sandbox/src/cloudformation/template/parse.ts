import {
  CollectionTag,
  isMap,
  isSeq,
  parseDocument,
  ScalarTag,
  YAMLMap,
} from 'yaml';
import { messageOf, validationError } from '../../errors';
import { asObject, isObject, Json, JsonObject } from '../../json';

/** A parameter as a template declares it. */
export interface ParameterDeclaration {
  type: string;
  default?: string;
  allowedValues?: string[];
  allowedPattern?: string;
  minLength?: number;
  maxLength?: number;
  minValue?: number;
  maxValue?: number;
  constraintDescription?: string;
  description?: string;
  noEcho: boolean;
}

/** A resource as a template declares it. */
export interface ResourceDeclaration {
  type: string;
  properties: JsonObject;
  condition?: string;
  dependsOn: string[];
  deletionPolicy?: Json;
  updateReplacePolicy?: Json;
  metadata?: Json;
  creationPolicy?: Json;
  updatePolicy?: Json;
}

/** A template, its sections in one form whatever way they were written. */
export interface Template {
  description?: string;
  metadata?: Json;
  transforms: string[];
  parameters: Record<string, ParameterDeclaration>;
  mappings: JsonObject;
  conditions: JsonObject;
  resources: Record<string, ResourceDeclaration>;
  outputs: Record<string, JsonObject>;
  rules: JsonObject;
}

const SECTIONS = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Transform',
  'Resources',
  'Outputs',
  'Hooks',
]);

const SHORT_FORM_NAMES = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
];

function shortForm(tag: string, key: string): (ScalarTag | CollectionTag)[] {
  const wrap = (value: unknown) => {
    const map = new YAMLMap();
    map.set(key, value);
    return map;
  };
  return [
    { tag, resolve: text => ({ [key]: scalarArgument(key, text) }) },
    {
      tag,
      collection: 'seq',
      resolve: node => (isSeq(node) ? wrap(node) : node),
    },
    {
      tag,
      collection: 'map',
      resolve: node => (isMap(node) ? wrap(node) : node),
    },
  ];
}

/** `!GetAtt` takes the resource and the attribute in one text, all others take the text as it is. */
function scalarArgument(key: string, text: string): string | string[] {
  const dot = text.indexOf('.');
  return key === 'Fn::GetAtt'
    ? [text.slice(0, dot), text.slice(dot + 1)]
    : text;
}

/** `!Ref x` is `{Ref: x}`, `!GetAtt a.b` is `{'Fn::GetAtt': [a, b]}`, any other `!F x` is `{'Fn::F': x}`. */
const SHORT_FORMS: (ScalarTag | CollectionTag)[] = [
  ...SHORT_FORM_NAMES.flatMap(name => shortForm(`!${name}`, `Fn::${name}`)),
  ...shortForm('!Ref', 'Ref'),
  ...shortForm('!Condition', 'Condition'),
];

/**
 * Reads a template.
 *
 * @param body - JSON or YAML, the latter with CloudFormation's short forms such as `!Ref`
 * @throws AwsError `ValidationError` with CloudFormation's words when it is not a template
 */
export function parseTemplate(body: string): Template {
  const document = parseBody(body);
  const unknown = Object.keys(document).filter(key => !SECTIONS.has(key));
  if (unknown.length > 0) {
    throw validationError(
      `Invalid template property or properties [${unknown.join(', ')}]`,
    );
  }
  if (!isObject(document.Resources) || isEmpty(document.Resources)) {
    throw validationError(
      'Template format error: At least one Resources member must be defined.',
    );
  }
  return {
    description: document.Description as string | undefined,
    metadata: document.Metadata,
    transforms: [document.Transform ?? []].flat() as string[],
    parameters: mapValues(asObject(document.Parameters), parseParameter),
    mappings: asObject(document.Mappings),
    conditions: asObject(document.Conditions),
    resources: mapValues(document.Resources, parseResource),
    outputs: mapValues(asObject(document.Outputs), parseOutput),
    rules: asObject(document.Rules),
  };
}

const parsed = new WeakMap<object, Template>();

/**
 * The template of what a stack is made from. It is parsed once: stacks are looked at far more often than they change.
 *
 * @throws as {@link parseTemplate} does
 */
export function templateOf(input: { template: string }): Template {
  let template = parsed.get(input);
  if (!template) {
    template = parseTemplate(input.template);
    parsed.set(input, template);
  }
  return template;
}

function parseBody(body: string): JsonObject {
  let document: unknown;
  try {
    document = body.trimStart().startsWith('{')
      ? JSON.parse(body)
      : parseYaml(body);
  } catch (error) {
    throw validationError(`Template format error: ${messageOf(error)}`);
  }
  if (!isObject(document)) {
    throw validationError(
      'Template format error: unsupported structure. The template must be an object.',
    );
  }
  return document;
}

function parseYaml(body: string): unknown {
  const document = parseDocument(body, {
    customTags: SHORT_FORMS,
    // Dates and the like stay text, as CloudFormation reads them.
    schema: 'core',
    merge: true,
  });
  if (document.errors.length > 0) {
    throw document.errors[0];
  }
  return document.toJS({ maxAliasCount: 100 });
}

function parseParameter(declaration: JsonObject): ParameterDeclaration {
  const number = (key: string) =>
    declaration[key] === undefined ? undefined : Number(declaration[key]);
  return {
    type: String(declaration.Type),
    default:
      declaration.Default === undefined
        ? undefined
        : String(declaration.Default),
    allowedValues: (declaration.AllowedValues as Json[] | undefined)?.map(
      String,
    ),
    allowedPattern: declaration.AllowedPattern as string | undefined,
    minLength: number('MinLength'),
    maxLength: number('MaxLength'),
    minValue: number('MinValue'),
    maxValue: number('MaxValue'),
    constraintDescription: declaration.ConstraintDescription as
      | string
      | undefined,
    description: declaration.Description as string | undefined,
    noEcho: String(declaration.NoEcho) === 'true',
  };
}

function parseResource(
  declaration: JsonObject,
  logicalId: string,
): ResourceDeclaration {
  if (!/^[A-Za-z0-9]{1,255}$/.test(logicalId)) {
    throw validationError(
      `Template format error: Resource name ${logicalId} is non alphanumeric.`,
    );
  }
  if (typeof declaration.Type !== 'string') {
    throw validationError(
      `Template format error: [/Resources/${logicalId}] Every Resources object must contain a Type member.`,
    );
  }
  return {
    type: declaration.Type,
    properties: asObject(declaration.Properties),
    condition: declaration.Condition as string | undefined,
    dependsOn: [declaration.DependsOn ?? []].flat().map(String),
    deletionPolicy: declaration.DeletionPolicy,
    updateReplacePolicy: declaration.UpdateReplacePolicy,
    metadata: declaration.Metadata,
    creationPolicy: declaration.CreationPolicy,
    updatePolicy: declaration.UpdatePolicy,
  };
}

function parseOutput(declaration: JsonObject, key: string): JsonObject {
  if (declaration.Value === undefined) {
    throw validationError(
      `Template format error: Output ${key} is malformed. Every Outputs member must contain a Value object.`,
    );
  }
  return declaration;
}

function mapValues<T>(
  object: JsonObject,
  convert: (value: JsonObject, key: string) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      if (key.startsWith('Fn::')) {
        throw validationError(
          `The sandbox runs no macros: ${key} cannot be used in it.`,
        );
      }
      if (!isObject(value)) {
        throw validationError(
          `Template format error: [${key}] must be an object.`,
        );
      }
      return [key, convert(value, key)];
    }),
  );
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}
