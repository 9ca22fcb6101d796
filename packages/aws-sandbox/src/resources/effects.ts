import { asText, JsonObject } from '../json';
import type { Place } from '../state/place';
import type { ResourceRecord } from '../state/records';
import type { SandboxState } from '../state/sandboxState';
import { holdProblem } from './networkInterfaces';
import { refusal } from './refusal';

/** The effects that resources of a few types have in other services. All operations are idempotent. */
export class Effects {
  readonly #state: SandboxState;

  constructor(state: SandboxState) {
    this.#state = state;
  }

  /** Applies the effects of a resource that was created or updated. */
  apply(place: Place, resource: ResourceRecord): void {
    switch (resource.type) {
      case 'AWS::SSM::Parameter':
        this.#putParameter(place, resource);
        break;
      case 'AWS::S3::Bucket':
        this.#makeBucket(place, resource);
        break;
      default:
    }
  }

  /**
   * Removes the effects of a resource that is being deleted.
   *
   * @returns the reason if it cannot be deleted
   */
  remove(place: Place, resource: ResourceRecord): string | undefined {
    const id = resource.physicalId ?? '';
    switch (resource.type) {
      case 'AWS::SSM::Parameter':
        place.parameters.delete(id);
        this.#state.saveParameters(place);
        return undefined;
      case 'AWS::S3::Bucket':
        return this.#removeBucket(place, id);
      case 'AWS::EC2::Subnet':
      case 'AWS::EC2::SecurityGroup':
        return holdProblem(place, resource);
      default:
        return undefined;
    }
  }

  /** Whether the effects of a resource are still as its stack made them; `undefined` for types that have none. */
  driftOf(
    place: Place,
    resource: ResourceRecord,
  ): 'IN_SYNC' | 'MODIFIED' | 'DELETED' | undefined {
    const id = resource.physicalId ?? '';
    switch (resource.type) {
      case 'AWS::SSM::Parameter': {
        const parameter = place.parameters.get(id);
        if (!parameter) {
          return 'DELETED';
        }
        return parameter.value === asText(resource.properties.Value)
          ? 'IN_SYNC'
          : 'MODIFIED';
      }
      case 'AWS::S3::Bucket':
        return place.buckets.has(id) ? 'IN_SYNC' : 'DELETED';
      default:
        return undefined;
    }
  }

  #putParameter(place: Place, resource: ResourceRecord): void {
    const name = resource.physicalId as string;
    const { Type, Value, Description } = resource.properties;
    const value = asText(Value) ?? '';
    const existing = place.parameters.get(name);
    if (existing?.value === value) {
      return;
    }
    place.parameters.set(name, {
      name,
      type: asText(Type) ?? 'String',
      value,
      version: (existing?.version ?? 0) + 1,
      description: asText(Description),
      updatedAt: new Date().toISOString(),
      tags: resource.properties.Tags as JsonObject as Record<string, string>,
    });
    this.#state.saveParameters(place);
  }

  #makeBucket(place: Place, resource: ResourceRecord): void {
    const name = resource.physicalId as string;
    if (!place.buckets.has(name)) {
      place.buckets.set(name, {
        name,
        createdAt: new Date().toISOString(),
        objects: {},
        settings: {},
      });
      this.#state.saveBucket(place, name);
    }
  }

  #removeBucket(place: Place, name: string): string | undefined {
    const bucket = place.buckets.get(name);
    if (bucket && Object.keys(bucket.objects).length > 0) {
      return refusal(
        `The bucket you tried to delete is not empty (Service: S3, Status Code: 409, Bucket: ${name})`,
        'GeneralServiceException',
      );
    }
    place.buckets.delete(name);
    this.#state.saveBucket(place, name);
    return undefined;
  }
}
