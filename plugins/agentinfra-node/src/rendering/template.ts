import Handlebars from 'handlebars';
import { HELPERS } from './helpers';

const environment = Handlebars.create();
environment.registerHelper(HELPERS);

/** The values for the templates of a skeleton. */
export type TemplateContext = Readonly<Record<string, unknown>>;

/** Refuses a template that writes a value without a helper. */
class HelpersOnly extends Handlebars.Visitor {
  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    const path = statement.path as hbs.AST.PathExpression;
    if (!Object.hasOwn(HELPERS, path.original)) {
      throw new Error(
        `line ${statement.loc.start.line}: {{${
          path.original
        }}} must be written by a helper, as in {{markdown ${
          path.original
        }}}; there are ${Object.keys(HELPERS).join(', ')}`,
      );
    }
  }
}

/**
 * Fills in a template of a skeleton.
 *
 * A template can write values only through the helpers, each of which makes a value inert in one format; so no value can ever
 * become code, whatever it contains.
 *
 * @param name - the path of the template in the skeleton, for messages
 * @param source - the text of the template
 * @param context - the values
 * @throws Error if the template writes a value without a helper, or names a value that does not exist
 */
export function fillTemplate(
  name: string,
  source: string,
  context: TemplateContext,
): string {
  try {
    const program = Handlebars.parse(source);
    new HelpersOnly().accept(program);
    const fill = environment.compile(program, {
      strict: true,
      noEscape: true,
      preventIndent: true,
    });
    return fill(context, { allowedProtoProperties: {} });
  } catch (error) {
    throw new Error(
      `The template ${name} of the skeleton cannot be filled: ${
        error instanceof Error ? error.message : error
      }`,
    );
  }
}
