import type { Json, JsonObject } from '../../json';

/** What the functions of a template are resolved against. */
export interface Scope {
  /** The values of the parameters: text, or a list of texts for list types. */
  parameters: Record<string, Json>;
  /** `AWS::Region` and its like; `undefined` for `AWS::NoValue`. */
  pseudoParameters: Record<string, Json | undefined>;
  mappings: JsonObject;
  conditions: JsonObject;
  /** Whether a named condition holds. */
  condition(name: string): boolean;
  /** What `Ref` gives for a resource; `undefined` when there is no such resource. */
  reference(logicalId: string): Json | undefined;
  /** What `Fn::GetAtt` gives for a resource; throws when there is no such attribute. */
  attribute(logicalId: string, name: string): Json;
  /** The value of an export; throws when nothing exports it. */
  exportValue(name: string): Json;
  /** The value of an output of a stack, given by its name or ARN; throws when there is none. */
  stackOutput(stack: string, output: string): Json;
  /** The names of the availability zones of a region. */
  zones(region: string): string[];
  /**
   * What stands for values that are not known yet, when a change is only looked at: whatever is selected from such a value is not known
   * either.
   */
  unknown?: string;
  /** The value of a dynamic reference, given without `{{resolve:` and `}}`. */
  dynamicReference(reference: string): string;
}
