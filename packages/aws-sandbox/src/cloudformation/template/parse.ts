import { validationError } from '../../errors';
import {
  asList,
  asObject,
  asText,
  isObject,
  Json,
  JsonObject,
} from '../../json';
import {
  ParameterDeclaration,
  parseOutput,
  parseParameter,
  parseResource,
  ResourceDeclaration,
  textIn,
} from './declarations';
import { parseBody } from './document';

/** A parsed template, in which every section has one form. */
export interface Template {
  readonly description?: string;
  readonly metadata?: Json;
  readonly transforms: string[];
  readonly parameters: Record<string, ParameterDeclaration>;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
  readonly resources: Record<string, ResourceDeclaration>;
  readonly outputs: Record<string, JsonObject>;
  readonly rules: JsonObject;
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
  const version = document.AWSTemplateFormatVersion;
  if (version !== undefined && version !== '2010-09-09') {
    throw validationError(
      'Template format error: unsupported value for AWSTemplateFormatVersion.',
    );
  }
  return {
    description: textIn(document, 'Description'),
    metadata: document.Metadata,
    transforms: asList(document.Transform).map(
      transform => asText(transform) ?? String(asObject(transform).Name),
    ),
    parameters: mapValues(asObject(document.Parameters), parseParameter),
    mappings: mapValues(asObject(document.Mappings), mapping => mapping),
    conditions: mapValues(
      asObject(document.Conditions),
      condition => condition,
    ),
    resources: mapValues(document.Resources, parseResource),
    outputs: mapValues(asObject(document.Outputs), parseOutput),
    rules: asObject(document.Rules),
  };
}

const parsed = new WeakMap<object, Template>();

/**
 * The parsed template of an input. The result is cached, because stacks are read far more often than they change.
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

/** Converts each entry of a section. The result has no prototype, so that it has no other entries, such as `constructor`. */
function mapValues<T>(
  object: JsonObject,
  convert: (value: JsonObject, key: string) => T,
): Record<string, T> {
  const converted: Record<string, T> = Object.create(null);
  for (const [key, value] of Object.entries(object)) {
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
    converted[key] = convert(value, key);
  }
  return converted;
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}
