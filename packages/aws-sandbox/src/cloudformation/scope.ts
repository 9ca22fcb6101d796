import { validationError } from '../errors';
import type { Json, JsonObject } from '../json';
import { attributeValue } from '../resources/attributes';
import { identityOf } from '../resources/identity';
import type { ResourceSeed } from '../resources/seed';
import { zonesOf } from '../resources/zones';
import type { Place } from '../state/place';
import type { ResourceRecord, StackRecord } from '../state/records';
import { exportsOf } from './exports';
import { conditionHolds, Scope, Template } from './template';

/** The stack whose template is resolved. */
export interface ScopeInput {
  readonly place: Place;
  readonly stack: Pick<StackRecord, 'id' | 'name'>;
  readonly notificationArns: string[];
  readonly template: Template;
  readonly parameters: Record<string, Json>;
  /** The resource with a logical id, if it exists. */
  readonly resource: (logicalId: string) => ResourceRecord | undefined;
  /** Called for each export that is used. */
  readonly onImport?: (name: string) => void;
}

/** The scope in which the functions of a stack's template are resolved. */
export function stackScope(input: ScopeInput): Scope {
  const { place, template } = input;
  const scope: Scope = {
    parameters: input.parameters,
    pseudoParameters: {
      'AWS::AccountId': place.account,
      'AWS::NotificationARNs': input.notificationArns,
      'AWS::Partition': place.partition,
      'AWS::Region': place.region,
      'AWS::StackId': input.stack.id,
      'AWS::StackName': input.stack.name,
      'AWS::URLSuffix': place.urlSuffix,
    },
    mappings: template.mappings,
    conditions: template.conditions,
    condition: name => conditionHolds(name, scope),
    reference: logicalId => input.resource(logicalId)?.physicalId,
    attribute: (logicalId, name) => attributeOf(input, logicalId, name),
    exportValue: name => {
      const found = exportsOf(place).find(one => one.name === name);
      if (!found) {
        throw validationError(`No export named ${name} found.`);
      }
      input.onImport?.(name);
      return found.value;
    },
    stackOutput: (stack, key) => {
      const outputs = place.findStack(stack)?.result.outputs ?? [];
      const found = outputs.find(output => output.key === key);
      if (!found) {
        throw validationError(
          `Template error: Fn::GetStackOutput finds no output ${key} of a stack ${stack}`,
        );
      }
      return found.value;
    },
    zones: region => zonesOf(place.account, region).map(zone => zone.name),
    dynamicReference: reference => dynamicReference(place, reference),
  };
  return scope;
}

/** The seed of a resource, from which its names follow. */
export function seedOf(
  place: Place,
  stack: Pick<StackRecord, 'id' | 'name'>,
  resource: {
    logicalId: string;
    type: string;
    properties: JsonObject;
    generation: number;
  },
): ResourceSeed {
  return { place, stackId: stack.id, stackName: stack.name, ...resource };
}

function attributeOf(
  { place, stack, template, resource }: ScopeInput,
  logicalId: string,
  name: string,
): Json {
  const record = resource(logicalId);
  if (!record) {
    throw validationError(
      logicalId in template.resources
        ? `Template error: resource ${logicalId} does not exist in this stack because its condition does not hold`
        : `Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`,
    );
  }
  const seed = seedOf(place, stack, record);
  return attributeValue(seed, identityOf(seed), name);
}

/** Resolves `ssm` references; others remain as they are, so that secrets are never shown. */
function dynamicReference(place: Place, reference: string): string {
  const [service, ...rest] = reference.split(':');
  if (service !== 'ssm') {
    return `{{resolve:${reference}}}`;
  }
  const name = rest[0];
  const parameter = place.parameters.get(name);
  if (!parameter) {
    throw validationError(
      `Could not resolve the dynamic reference {{resolve:${reference}}}: there is no parameter ${name} in this account and region`,
    );
  }
  return parameter.value;
}
