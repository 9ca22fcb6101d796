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

/** What stands in a value for something that is known only once a resource has been made. */
const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Walks through a template in the order of its dependencies, keeping in mind which resources would be new. */
class Preview {
  readonly #scope: Scope;
  /** Resources that would be made anew, directly or by replacement. */
  readonly #unknown = new Set<string>();

  readonly #template: Template;

  constructor(
    private readonly place: Place,
    private readonly stack: StackRecord,
    private readonly wanted: Wanted,
  ) {
    const { input, parameters } = wanted;
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
    const removed = Object.values(this.stack.resources)
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
      // What failed has to be done again, although the properties that it failed with are those that are wanted.
      ...(current.status.endsWith('_FAILED') ? [detail('Properties')] : []),
      ...(sameJson(current.metadata, desired.metadata)
        ? []
        : [detail('Metadata')]),
      ...(taggable && !sameJson(current.stackTags, this.wanted.input.tags)
        ? [detail('Tags')]
        : []),
    ];
  }

  #standing(logicalId: string): ResourceRecord | undefined {
    const resource = this.stack.resources[logicalId];
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

  /** Attributes that follow from the declaration alone are known beforehand; so is whether there is such an attribute. */
  #unknownAttribute(logicalId: string, name: string): Json {
    const { type } = this.#template.resources[logicalId];
    const seed = seedOf(this.place, this.stack, {
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
 * What a stack would change to become what is wanted, without touching anything.
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

/** Whether two inputs differ in anything but the resources. */
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

/** The nodes of a plan, each after those that it depends on. */
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
