import { asText, Json, JsonObject } from '../json';
import type { RemovalPolicy, ResourceRecord } from '../state/records';
import { resolve, resolveObject, Scope, Template } from './template';

/** A resource as the template asks for it, its functions resolved. */
export interface DesiredResource {
  logicalId: string;
  type: string;
  properties: JsonObject;
  metadata: ResourceRecord['metadata'];
  dependencies: string[];
  deletionPolicy: RemovalPolicy;
  updateReplacePolicy: RemovalPolicy;
}

/** A resource as a template asks for it in a scope. */
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
