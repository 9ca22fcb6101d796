import { validationError } from '../../errors';
import { asObject, isObject, Json } from '../../json';
import { FunctionCall, functionCalls, isFunction, Template } from '../template';

/** Functions that are allowed only in conditions. */
const OPERATORS = ['Fn::And', 'Fn::Equals', 'Fn::Not', 'Fn::Or'];

/** The shape of the argument of a function, and CloudFormation's message for any other argument. */
interface Shape {
  readonly fits: (argument: Json) => boolean;
  readonly message: string;
}

const OPERANDS = (name: string): Shape => ({
  fits: argument => hasItems(argument, 2, 10),
  message: `every ${name} object requires a list of at least 2 and at most 10 boolean parameters.`,
});

/** The shapes of arguments, by function. */
const SHAPES: Record<string, Shape> = {
  Ref: {
    fits: isText,
    message: 'every Ref object must have a single String value.',
  },
  'Fn::And': OPERANDS('Fn::And'),
  'Fn::Or': OPERANDS('Fn::Or'),
  'Fn::Not': {
    fits: argument => hasItems(argument, 1),
    message: 'every Fn::Not object requires one boolean parameter.',
  },
  'Fn::Equals': {
    fits: argument => hasItems(argument, 2),
    message: 'every Fn::Equals object requires a list of 2 string parameters.',
  },
  'Fn::Cidr': {
    fits: argument => hasItems(argument, 2, 3),
    message:
      'every Fn::Cidr object requires a list of two or three parameters: the block, the number of blocks in it, and their bits.',
  },
  'Fn::FindInMap': {
    fits: argument => hasItems(argument, 3, 4),
    message:
      'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  },
  'Fn::GetAtt': {
    fits: argument =>
      typeof argument === 'string'
        ? /^[^.]+\../.test(argument)
        : hasItems(argument, 2, Infinity) && isText(argument[0]),
    message:
      'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  },
  'Fn::GetStackOutput': {
    fits: argument =>
      isObject(argument) && 'StackName' in argument && 'OutputName' in argument,
    message:
      'every Fn::GetStackOutput object requires a StackName and an OutputName',
  },
  'Fn::If': {
    fits: argument => hasItems(argument, 3) && isText(argument[0]),
    message: 'Fn::If requires a list argument with three parameters',
  },
  'Fn::Join': {
    fits: argument => hasItems(argument, 2) && isText(argument[0]),
    message:
      'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  },
  'Fn::Select': {
    fits: argument => hasItems(argument, 2),
    message:
      'Fn::Select requires a list argument with two elements: an integer index and a list',
  },
  'Fn::Split': {
    fits: argument => hasItems(argument, 2) && isText(argument[0]),
    message:
      'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  },
  'Fn::Sub': {
    fits: argument =>
      isText(argument) ||
      (hasItems(argument, 2) && isText(argument[0]) && isObject(argument[1])),
    message:
      "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  },
};

/**
 * Checks that the functions of a template exist, are allowed where they are, and have the right arguments.
 *
 * @throws AwsError `ValidationError`
 */
export function checkFunctions(template: Template): void {
  const { conditions, resources, outputs } = template;
  functionCalls(conditions).forEach(checkCall);
  const elsewhere = [
    ...Object.values(resources).map(({ properties }) => properties),
    ...Object.values(outputs),
  ].flatMap(functionCalls);
  for (const call of elsewhere) {
    if (OPERATORS.includes(call.name)) {
      throw validationError(
        `Template error: ${call.name} can only be used in the Conditions block of the template`,
      );
    }
    checkCall(call);
  }
}

function checkCall({ name, argument }: FunctionCall): void {
  if (name === 'Fn::Transform') {
    const macro = JSON.stringify(asObject(argument).Name ?? null);
    throw validationError(
      `The sandbox runs no macros: Fn::Transform of ${macro} cannot be applied.`,
    );
  }
  if (!OPERATORS.includes(name) && !isFunction(name)) {
    throw validationError(
      `Template format error: Encountered unsupported function: ${name}`,
    );
  }
  const shape = SHAPES[name];
  if (shape && !shape.fits(argument)) {
    throw validationError(`Template error: ${shape.message}`);
  }
}

function isText(value: Json): value is string {
  return typeof value === 'string';
}

function hasItems(value: Json, least: number, most = least): value is Json[] {
  return Array.isArray(value) && value.length >= least && value.length <= most;
}
