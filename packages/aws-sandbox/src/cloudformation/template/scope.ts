import type { Json, JsonObject } from '../../json';

/** The values with which the functions of a template are resolved. */
export interface Scope {
  /** The values of the parameters: text, or a list of texts for list types. */
  readonly parameters: Record<string, Json>;
  /** The values of `AWS::Region` and the other pseudo parameters; `AWS::NoValue` has none. */
  readonly pseudoParameters: Record<string, Json | undefined>;
  readonly mappings: JsonObject;
  readonly conditions: JsonObject;
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
   * The placeholder for values that are not known yet, in the preview of a change: whatever is selected from it is not known either.
   */
  readonly unknown?: string;
  /** The value of a dynamic reference, given without `{{resolve:` and `}}`. */
  dynamicReference(reference: string): string;
}
