import { AwsError } from '../errors';
import { asText, Json, JsonObject } from '../json';
import type { Place } from '../state/place';
import type { ParameterRecord } from '../state/records';
import { jsonService } from './jsonService';
import type { Service, ServiceContext } from './service';

/** Systems Manager, its Parameter Store. */
export function ssmService({ state }: ServiceContext): Service {
  return jsonService('SSM', '1.1', {
    GetParameter: ({ Name }, place) => {
      const parameter = findParameter(place, String(Name));
      if (!parameter) {
        throw new AwsError('ParameterNotFound', `Parameter ${Name} not found.`);
      }
      return { Parameter: toJson(place, parameter) };
    },
    GetParameters: ({ Names }, place) => {
      const names = (Names as string[]) ?? [];
      const found = names.flatMap(name => findParameter(place, name) ?? []);
      return {
        Parameters: found.map(parameter => toJson(place, parameter)),
        InvalidParameters: names.filter(name => !findParameter(place, name)),
      };
    },
    GetParametersByPath: ({ Path, Recursive }, place) => {
      const path = `${String(Path).replace(/\/$/, '')}/`;
      return {
        Parameters: [...place.parameters.values()]
          .filter(
            ({ name }) =>
              name.startsWith(path) &&
              (Recursive || !name.slice(path.length).includes('/')),
          )
          .map(parameter => toJson(place, parameter)),
      };
    },
    DescribeParameters: (_input, place) => ({
      Parameters: [...place.parameters.values()].map(parameter => {
        const { Value: _value, ...rest } = toJson(place, parameter);
        return rest;
      }),
    }),
    PutParameter: async (input, place) => {
      const parameter = putParameter(place, input);
      state.saveParameters(place);
      await state.flush();
      return { Version: parameter.version, Tier: 'Standard' };
    },
    DeleteParameter: async ({ Name }, place) => {
      if (!place.parameters.delete(String(Name))) {
        throw new AwsError('ParameterNotFound', `Parameter ${Name} not found.`);
      }
      state.saveParameters(place);
      await state.flush();
      return {};
    },
    DeleteParameters: async ({ Names }, place) => {
      const names = ((Names as Json[]) ?? []).map(String);
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

/** A parameter by its name, its ARN, or either with a version or label behind a colon. */
function findParameter(
  place: Place,
  reference: string,
): ParameterRecord | undefined {
  const name = reference
    .replace(/^arn:[^:]+:ssm:[^:]*:\d*:parameter/, '')
    .replace(/:\w+$/, '');
  return place.parameters.get(name) ?? place.parameters.get(name.slice(1));
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
  const parameter: ParameterRecord = {
    name,
    type: asText(input.Type) ?? existing?.type ?? 'String',
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
