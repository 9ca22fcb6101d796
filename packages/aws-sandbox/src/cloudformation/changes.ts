import { canonicalJson, Json, JsonObject, sameJson } from '../json';
import { identityOf } from '../resources/identity';
import { attributeValue } from '../resources/attributes';
import {
  Recreation,
  recreationOf,
  specificationOf,
} from '../resources/specification';
import type { Place } from '../state/place';
import type {
  ChangeDetail,
  ChangeRecord,
  ResourceRecord,
  StackInput,
  StackRecord,
} from '../state/records';
import { DesiredResource, desiredResource } from './desired';
import type { Wanted } from './operations';
import { planResources } from './plan';
import { stackScope, seedOf } from './scope';
import { Scope, Template, templateOf } from './template';

/** Takes the place of values that are known only after a resource has been created. */
const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Walks through a template in the order of its dependencies, and keeps track of the resources that would be new. */
class Preview {
  readonly #place: Place;
  readonly #stack: StackRecord;
  readonly #wanted: Wanted;
  readonly #template: Template;
  readonly #scope: Scope;
  /** The logical ids of resources that would be created or replaced. */
  readonly #unknown = new Set<string>();

  constructor(place: Place, stack: StackRecord, wanted: Wanted) {
    const { input, parameters } = wanted;
    this.#place = place;
    this.#stack = stack;
    this.#wanted = wanted;
    this.#template = templateOf(input);
    const scope = stackScope({
      place,
      stack,
      notificationArns: input.notificationArns,
      template: this.#template,
      parameters,
      resource: logicalId => this.#standing(logicalId),
    });
    this.#scope = {
      ...scope,
      unknown: UNKNOWN,
      reference: logicalId =>
        this.#isUnknown(logicalId) ? UNKNOWN : scope.reference(logicalId),
      attribute: (logicalId, name) =>
        this.#isUnknown(logicalId)
          ? this.#unknownAttribute(logicalId, name)
          : scope.attribute(logicalId, name),
    };
  }

  changes(): ChangeRecord[] {
    const plan = planResources(this.#template, this.#scope);
    const changes: ChangeRecord[] = [];
    for (const logicalId of inOrder(plan)) {
      const desired = desiredResource(
        this.#template,
        this.#scope,
        logicalId,
        plan.get(logicalId) ?? [],
      );
      const change = this.#changeOf(desired);
      if (change) {
        changes.push(change);
      }
    }
    const removed = Object.values(this.#stack.resources)
      .filter(
        ({ logicalId }) => this.#standing(logicalId) && !plan.has(logicalId),
      )
      .map(resource => removal(resource));
    return [...changes, ...removed];
  }

  #changeOf(desired: DesiredResource): ChangeRecord | undefined {
    const current = this.#standing(desired.logicalId);
    if (!current) {
      this.#unknown.add(desired.logicalId);
      return {
        action: 'Add',
        logicalId: desired.logicalId,
        type: desired.type,
        details: [],
      };
    }
    const details = [
      ...this.#propertyDetails(current, desired),
      ...this.#otherDetails(current, desired),
    ];
    if (details.length === 0) {
      return undefined;
    }
    const replacement = replacementOf(details);
    if (replacement === 'True') {
      this.#unknown.add(desired.logicalId);
    }
    return {
      action: 'Modify',
      logicalId: desired.logicalId,
      physicalId: current.physicalId,
      type: desired.type,
      replacement,
      policyAction:
        replacement === 'True'
          ? replacePolicy(current.updateReplacePolicy)
          : undefined,
      details,
    };
  }

  #propertyDetails(
    current: ResourceRecord,
    desired: DesiredResource,
  ): ChangeDetail[] {
    return changedKeys(current.properties, desired.properties).map(name => {
      const after = desired.properties[name];
      const dynamic = canonicalJson(after ?? null).includes(UNKNOWN);
      const recreation = recreationOf(
        current.type,
        name,
        current.properties[name],
        after,
      );
      return {
        attribute: 'Properties',
        name,
        requiresRecreation:
          dynamic && recreation === 'Always' ? 'Conditionally' : recreation,
        evaluation: dynamic ? 'Dynamic' : 'Static',
        source: dynamic ? 'ResourceReference' : 'DirectModification',
      };
    });
  }

  #otherDetails(
    current: ResourceRecord,
    desired: DesiredResource,
  ): ChangeDetail[] {
    const detail = (attribute: ChangeDetail['attribute']): ChangeDetail => ({
      attribute,
      requiresRecreation: 'Never',
      evaluation: 'Static',
      source: 'DirectModification',
    });
    const taggable = specificationOf(current.type)?.tagInformation;
    return [
      // A failed resource must be updated again, even if its properties are already those of the template.
      ...(current.status.endsWith('_FAILED') ? [detail('Properties')] : []),
      ...(sameJson(current.metadata, desired.metadata)
        ? []
        : [detail('Metadata')]),
      ...(taggable && !sameJson(current.stackTags, this.#wanted.input.tags)
        ? [detail('Tags')]
        : []),
    ];
  }

  #standing(logicalId: string): ResourceRecord | undefined {
    const resource = this.#stack.resources[logicalId];
    return resource?.physicalId && !resource.status.startsWith('DELETE')
      ? resource
      : undefined;
  }

  #isUnknown(logicalId: string): boolean {
    return (
      logicalId in this.#template.resources &&
      (this.#unknown.has(logicalId) || !this.#standing(logicalId))
    );
  }

  /** The placeholder for an attribute of a new resource: a list for attributes that are lists. */
  #unknownAttribute(logicalId: string, name: string): Json {
    const { type } = this.#template.resources[logicalId];
    const seed = seedOf(this.#place, this.#stack, {
      logicalId,
      type,
      properties: {},
      generation: 0,
    });
    const sample = attributeValue(seed, identityOf(seed), name);
    return Array.isArray(sample) ? [UNKNOWN] : UNKNOWN;
  }
}

/**
 * The changes that an update of a stack would make; nothing is changed.
 *
 * @throws AwsError `ValidationError` when the template cannot be resolved
 */
export function changesOf(
  place: Place,
  stack: StackRecord,
  wanted: Wanted,
): ChangeRecord[] {
  return new Preview(place, stack, wanted).changes();
}

/** Whether two inputs agree in everything but the resources. */
export function sameBesideResources(a: StackInput, b: StackInput): boolean {
  return (
    canonicalJson(templateOf(a).outputs) ===
      canonicalJson(templateOf(b).outputs) &&
    sameJson(a.tags, b.tags) &&
    sameJson(a.notificationArns, b.notificationArns)
  );
}

function changedKeys(before: JsonObject, after: JsonObject): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    name => !sameJson(before[name], after[name]),
  );
}

function removal(resource: ResourceRecord): ChangeRecord {
  return {
    action: 'Remove',
    logicalId: resource.logicalId,
    physicalId: resource.physicalId,
    type: resource.type,
    policyAction:
      resource.deletionPolicy === 'Retain' ? 'Retain' : resource.deletionPolicy,
    details: [],
  };
}

function replacementOf(
  details: ChangeDetail[],
): 'True' | 'False' | 'Conditional' {
  const recreations = new Set<Recreation>(
    details.map(({ requiresRecreation }) => requiresRecreation),
  );
  if (recreations.has('Always')) {
    return 'True';
  }
  return recreations.has('Conditionally') ? 'Conditional' : 'False';
}

function replacePolicy(policy: ResourceRecord['updateReplacePolicy']): string {
  return policy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete';
}

/** The logical ids of a plan, each after those that it depends on. */
function inOrder(plan: ReadonlyMap<string, readonly string[]>): string[] {
  const ordered = new Set<string>();
  const visit = (logicalId: string) => {
    if (!ordered.has(logicalId)) {
      (plan.get(logicalId) ?? []).forEach(visit);
      ordered.add(logicalId);
    }
  };
  [...plan.keys()].forEach(visit);
  return [...ordered];
}
