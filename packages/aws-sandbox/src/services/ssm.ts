import { AwsError } from '../errors';
import { asList, asObject, asText, JsonObject } from '../json';
import type { Place } from '../state/place';
import type { ParameterRecord } from '../state/records';
import { jsonService } from './jsonService';
import { page } from './paging';
import type { Service, ServiceContext } from './service';

/** The default size of a page, by operation. Source: AWS Systems Manager API Reference. */
const PAGES = { byPath: 10, describe: 50 };

/** Systems Manager: the Parameter Store. */
export function ssmService({ state }: ServiceContext): Service {
  return jsonService('SSM', '1.1', {
    GetParameter: ({ Name }, place) => ({
      Parameter: toJson(place, requireParameter(place, String(Name))),
    }),
    GetParameters: ({ Names }, place) => {
      const names = asList(Names).map(String);
      const found = names.flatMap(name => findParameter(place, name) ?? []);
      return {
        Parameters: found.map(parameter => toJson(place, parameter)),
        InvalidParameters: names.filter(name => !findParameter(place, name)),
      };
    },
    GetParametersByPath: ({ Path, Recursive, ...paging }, place) => {
      const path = `${String(Path).replace(/\/$/, '')}/`;
      const found = [...place.parameters.values()].filter(
        ({ name }) =>
          name.startsWith(path) &&
          (Recursive || !name.slice(path.length).includes('/')),
      );
      const { items, nextToken } = pageOf(found, paging, PAGES.byPath);
      return {
        Parameters: items.map(parameter => toJson(place, parameter)),
        NextToken: nextToken,
      };
    },
    DescribeParameters: ({ ParameterFilters, ...paging }, place) => {
      const filters = asList(ParameterFilters).map(asObject);
      const found = [...place.parameters.values()].filter(parameter =>
        filters.every(filter => passes(parameter, filter)),
      );
      const { items, nextToken } = pageOf(found, paging, PAGES.describe);
      return {
        Parameters: items.map(parameter => {
          const { Value: _value, ...rest } = toJson(place, parameter);
          return rest;
        }),
        NextToken: nextToken,
      };
    },
    PutParameter: async (input, place) => {
      const parameter = putParameter(place, input);
      state.saveParameters(place);
      await state.flush();
      return { Version: parameter.version, Tier: 'Standard' };
    },
    DeleteParameter: async ({ Name }, place) => {
      if (!place.parameters.delete(String(Name))) {
        throw notFound(String(Name));
      }
      state.saveParameters(place);
      await state.flush();
      return {};
    },
    DeleteParameters: async ({ Names }, place) => {
      const names = asList(Names).map(String);
      const deleted = names.filter(name => place.parameters.delete(name));
      state.saveParameters(place);
      await state.flush();
      return {
        DeletedParameters: deleted,
        InvalidParameters: names.filter(name => !deleted.includes(name)),
      };
    },
  });
}

/**
 * Finds a parameter by its name or ARN, which may end in a colon and its version.
 *
 * @throws AwsError `ParameterNotFound`, or `ParameterVersionNotFound` when it has another version
 */
function requireParameter(place: Place, reference: string): ParameterRecord {
  const found = findParameter(place, reference);
  if (found) {
    return found;
  }
  const { name, version } = partsOf(reference);
  throw version !== undefined && findParameter(place, name)
    ? new AwsError(
        'ParameterVersionNotFound',
        `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
      )
    : notFound(reference);
}

function findParameter(
  place: Place,
  reference: string,
): ParameterRecord | undefined {
  const { name, version } = partsOf(reference);
  const found =
    place.parameters.get(name) ?? place.parameters.get(name.slice(1));
  return version === undefined || version === String(found?.version)
    ? found
    : undefined;
}

function partsOf(reference: string): { name: string; version?: string } {
  const [name, version] = reference
    .replace(/^arn:[^:]+:ssm:[^:]*:\d*:parameter/, '')
    .split(':');
  return { name, version };
}

function notFound(reference: string): AwsError {
  return new AwsError('ParameterNotFound', `Parameter ${reference} not found.`);
}

/** @throws AwsError `InvalidFilterKey` for filters that the sandbox does not have */
function passes(
  { name, type }: ParameterRecord,
  { Key, Option, Values }: JsonObject,
): boolean {
  if (Key !== 'Name' && Key !== 'Type') {
    throw new AwsError(
      'InvalidFilterKey',
      `The sandbox does not filter parameters by ${Key}`,
    );
  }
  const actual = Key === 'Name' ? name : type;
  return asList(Values)
    .map(String)
    .some(value => {
      switch (Option) {
        case 'BeginsWith':
          return actual.startsWith(value);
        case 'Contains':
          return actual.includes(value);
        default:
          return actual === value;
      }
    });
}

function pageOf(
  parameters: readonly ParameterRecord[],
  { NextToken, MaxResults }: JsonObject,
  size: number,
) {
  return page(parameters, asText(NextToken), Number(MaxResults ?? size));
}

function putParameter(place: Place, input: JsonObject): ParameterRecord {
  const name = String(input.Name);
  const existing = place.parameters.get(name);
  if (existing && !input.Overwrite) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const type = asText(input.Type) ?? existing?.type;
  if (type === undefined) {
    throw new AwsError(
      'ValidationException',
      'A parameter type is required when you create a parameter.',
    );
  }
  const parameter: ParameterRecord = {
    name,
    type,
    value: String(input.Value),
    version: (existing?.version ?? 0) + 1,
    description: asText(input.Description),
    updatedAt: new Date().toISOString(),
    tags: existing?.tags ?? {},
  };
  place.parameters.set(name, parameter);
  return parameter;
}

function toJson(place: Place, parameter: ParameterRecord) {
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    LastModifiedDate: Date.parse(parameter.updatedAt) / 1000,
    ARN: `arn:${place.partition}:ssm:${place.region}:${
      place.account
    }:parameter${parameter.name.startsWith('/') ? '' : '/'}${parameter.name}`,
    DataType: 'text',
  };
}
