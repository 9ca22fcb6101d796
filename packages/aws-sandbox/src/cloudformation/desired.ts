import { asText, Json, JsonObject } from '../json';
import type { RemovalPolicy, ResourceRecord } from '../state/records';
import { resolve, resolveObject, Scope, Template } from './template';

/** A resource as declared in the template, with its functions resolved. */
export interface DesiredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly metadata: ResourceRecord['metadata'];
  readonly dependencies: string[];
  readonly deletionPolicy: RemovalPolicy;
  readonly updateReplacePolicy: RemovalPolicy;
}

/** Resolves the declaration of a resource. */
export function desiredResource(
  template: Template,
  scope: Scope,
  logicalId: string,
  dependencies: string[],
): DesiredResource {
  const declaration = template.resources[logicalId];
  return {
    logicalId,
    type: declaration.type,
    properties: resolveObject(declaration.properties, scope),
    metadata: declaration.metadata,
    dependencies,
    deletionPolicy: removalPolicy(declaration.deletionPolicy, scope),
    updateReplacePolicy: removalPolicy(declaration.updateReplacePolicy, scope),
  };
}

function removalPolicy(policy: Json | undefined, scope: Scope): RemovalPolicy {
  const resolved = policy === undefined ? undefined : resolve(policy, scope);
  return (asText(resolved) as RemovalPolicy | undefined) ?? 'Delete';
}
