import {
  CollectionTag,
  isMap,
  isSeq,
  parseDocument,
  ScalarTag,
  YAMLMap,
} from 'yaml';
import { messageOf, validationError } from '../../errors';
import { isObject, JsonObject } from '../../json';

const SHORT_FORM_NAMES = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'GetStackOutput',
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

/** `!GetAtt` has the resource and the attribute in one text, all other functions take the text as it is. */
function scalarArgument(key: string, text: string): string | string[] {
  const [logicalId, ...path] = text.split('.');
  return key === 'Fn::GetAtt' && path.length > 0
    ? [logicalId, path.join('.')]
    : text;
}

/** `!Ref x` is `{Ref: x}`, `!GetAtt a.b` is `{'Fn::GetAtt': [a, b]}`, any other `!F x` is `{'Fn::F': x}`. */
const SHORT_FORMS: (ScalarTag | CollectionTag)[] = [
  ...SHORT_FORM_NAMES.flatMap(name => shortForm(`!${name}`, `Fn::${name}`)),
  ...shortForm('!Ref', 'Ref'),
  ...shortForm('!Condition', 'Condition'),
];

/**
 * Reads the text of a template.
 *
 * @param body - JSON or YAML, the latter with CloudFormation's short forms such as `!Ref`
 * @throws AwsError `ValidationError` when it is neither, or not an object
 */
export function parseBody(body: string): JsonObject {
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
    // Like CloudFormation, keep dates as text.
    schema: 'core',
    merge: true,
  });
  // Warnings about YAML, such as an unknown short form, are errors in a template.
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    throw problem;
  }
  return document.toJS({ maxAliasCount: 100 });
}
