import { z } from 'zod/v3';
import { Definition, withEnvironmentDefaults } from './defaults';
import { checkRules, DefinitionProblem } from './rules';
import { definitionSchema } from './schema';

/** A definition that cannot be used. Its message names every field that is wrong and what to do about it. */
export class DefinitionError extends Error {
  /** @param problems - what is wrong, at least one */
  constructor(readonly problems: readonly DefinitionProblem[]) {
    super(
      [
        problems.length === 1
          ? 'The definition of the platform has a problem:'
          : `The definition of the platform has ${problems.length} problems:`,
        ...problems.map(
          ({ path, message }) => `- ${path || 'definition'} ${message}`,
        ),
      ].join('\n'),
    );
    this.name = 'DefinitionError';
  }
}

/**
 * Checks a definition and fills in what was left out.
 *
 * @param input - a definition as people write it
 * @returns the whole definition
 * @throws {@link DefinitionError} if a field is wrong or fields do not go together
 */
export function parseDefinition(input: unknown): Definition {
  const result = definitionSchema.safeParse(input);
  if (!result.success) {
    throw new DefinitionError(result.error.issues.map(toProblem));
  }
  const definition = withEnvironmentDefaults(result.data);
  const problems = checkRules(definition);
  if (problems.length > 0) {
    throw new DefinitionError(problems);
  }
  return definition;
}

function toProblem(issue: z.ZodIssue): DefinitionProblem {
  const path = issue.path.reduce<string>(
    (text, step) =>
      typeof step === 'number'
        ? `${text}[${step}]`
        : `${text}${text && '.'}${step}`,
    '',
  );
  if (issue.code === 'invalid_type' && issue.received === 'undefined') {
    return { path, message: 'is required' };
  }
  if (issue.code === 'unrecognized_keys') {
    return {
      path,
      message: `has unknown fields: ${issue.keys
        .map(key => JSON.stringify(key))
        .join(', ')}`,
    };
  }
  return {
    path,
    message: /^[A-Z]/.test(issue.message)
      ? `is not valid: ${issue.message}`
      : issue.message,
  };
}
