import { validationError } from '../../errors';
import { asList, asObject, Json, sameJson } from '../../json';
import { functionCall } from './calls';
import { resolve } from './intrinsics';
import type { Scope } from './scope';

/** Whether a named condition of the template holds. */
export function conditionHolds(name: string, scope: Scope): boolean {
  return evaluate(scope.conditions[name], scope);
}

function evaluate(expression: Json, scope: Scope): boolean {
  const named = asObject(expression).Condition;
  if (typeof named === 'string') {
    return conditionHolds(named, scope);
  }
  const call = functionCall(expression);
  const operands = asList(call?.argument);
  switch (call?.name) {
    case 'Fn::Equals':
      return sameJson(
        comparable(resolve(operands[0], scope)),
        comparable(resolve(operands[1], scope)),
      );
    case 'Fn::And':
      return operands.every(operand => evaluate(operand, scope));
    case 'Fn::Or':
      return operands.some(operand => evaluate(operand, scope));
    case 'Fn::Not':
      return !evaluate(operands[0], scope);
    default:
      throw validationError(
        `Template format error: Conditions can only be boolean operations on parameters and other conditions, not ${JSON.stringify(
          expression,
        )}`,
      );
  }
}

/** Scalars are compared as text: `true` equals `'true'`. */
function comparable(value: Json | undefined): Json {
  return typeof value === 'object' ? value : String(value ?? '');
}
