import Ajv2020, { ErrorObject, ValidateFunction } from 'ajv/dist/2020';
import { Template } from 'aws-cdk-lib/assertions';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Definition, platformId } from '../lib/definition';

/** What a stack publishes. Values that are known after the deployment alone are objects in a template. */
export interface Published {
  /** Outputs by name. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** SSM parameters by their path below `/<platformId>/`. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** One half of a contract: the outputs or the parameters. */
interface Half {
  readonly properties?: Readonly<Record<string, object>>;
  readonly patternProperties?: Readonly<Record<string, object>>;
}

/** What a stack promises to publish: its file in `contracts/`. */
export class Contract {
  private readonly schema: { properties: Record<keyof Published, Half> };
  private readonly validate: ValidateFunction;

  /** @param file - such as `contracts/network.json` */
  constructor(readonly file: string) {
    this.schema = JSON.parse(readFileSync(file, 'utf8'));
    this.validate = new Ajv2020({ allErrors: true, verbose: true }).compile(
      this.schema,
    );
  }

  /** The contracts of all stacks, by concern. */
  static all(): ReadonlyMap<string, Contract> {
    const folder = 'contracts';
    return new Map(
      readdirSync(folder).map(file => [
        basename(file, '.json'),
        new Contract(join(folder, file)),
      ]),
    );
  }

  /**
   * Where what a stack publishes departs from its contract.
   *
   * @param published - what the stack publishes
   * @returns a sentence for each departure
   */
  departures(published: Published): string[] {
    return this.validate(published)
      ? []
      : (this.validate.errors ?? [])
          .filter(({ data, schema }) => !isUnresolved(data, schema))
          .map(error => `${this.file}: ${sentence(error)}`);
  }

  /**
   * The names that the contract lists, patterns among them.
   *
   * @param half - outputs or parameters
   */
  names(half: keyof Published): string[] {
    const { properties = {}, patternProperties = {} } =
      this.schema.properties[half];
    return [...Object.keys(properties), ...Object.keys(patternProperties)];
  }

  /**
   * Whether the contract lists a name.
   *
   * @param half - outputs or parameters
   * @param name - of an output or a parameter
   */
  lists(half: keyof Published, name: string): boolean {
    const { properties = {}, patternProperties = {} } =
      this.schema.properties[half];
    return (
      name in properties ||
      Object.keys(patternProperties).some(pattern =>
        new RegExp(pattern, 'u').test(name),
      )
    );
  }
}

/**
 * What a stack publishes by its template. The outputs by which the CDK ties stacks together are its own affair.
 *
 * @param template - the template of the stack
 * @param definition - the definition of the platform
 */
export function publishedBy(
  template: Template,
  definition: Definition,
): Published {
  const prefix = `/${platformId(definition)}/`;
  const outputs = Object.entries<{ Value: unknown }>(
    template.toJSON().Outputs ?? {},
  )
    .filter(([name]) => !isCdkOutput(name))
    .map(([name, { Value }]) => [name, Value]);
  const parameters = Object.values(
    template.findResources('AWS::SSM::Parameter'),
  ).map(({ Properties: { Name, Value } }) => [
    String(Name).replace(prefix, ''),
    Value,
  ]);
  return {
    outputs: Object.fromEntries(outputs),
    parameters: Object.fromEntries(parameters),
  };
}

/**
 * Whether the CDK made an output, to tie stacks together.
 *
 * @param name - of the output
 */
export function isCdkOutput(name: string): boolean {
  return /^(Exports|Publish)Output/.test(name);
}

/** Whether an error is only that a template does not know a value yet. */
function isUnresolved(data: unknown, schema: unknown): boolean {
  return schema === 'string' && typeof data === 'object';
}

function sentence(error: ErrorObject): string {
  const [half, ...rest] = error.instancePath.slice(1).split('/');
  const name = rest.join('/').replaceAll('~1', '/');
  switch (error.keyword) {
    case 'additionalProperties':
      return `${half} have ${error.params.additionalProperty}, which the contract does not list`;
    case 'required':
    case 'dependentRequired':
      return `${half} lack ${error.params.missingProperty}`;
    default:
      return `${half} ${name} ${error.message}, not ${JSON.stringify(
        error.data,
      )}`;
  }
}
