import { asText, sameJson } from '../../json';
import type { Identity } from '../../resources/seed';
import type { Place } from '../../state/place';
import type { ResourceRecord } from '../../state/records';
import type { SandboxState } from '../../state/sandboxState';

/** Services whose names are unique across all regions of an account. */
const GLOBAL_SERVICES = ['IAM', 'Budgets', 'CloudFront'];

/**
 * Types whose physical ids are not their names: the property with the name, and the properties within whose values it must be unique.
 * Sources: the API reference of each service.
 */
const NAMED_BY: Record<string, { name: string; within?: string[] }> = {
  'AWS::Bedrock::Guardrail': { name: 'Name' },
  'AWS::Bedrock::KnowledgeBase': { name: 'Name' },
  'AWS::BedrockAgentCore::Gateway': { name: 'Name' },
  'AWS::BedrockAgentCore::Memory': { name: 'Name' },
  'AWS::BedrockAgentCore::Runtime': { name: 'AgentRuntimeName' },
  'AWS::CodeBuild::Project': { name: 'Name' },
  'AWS::EC2::SecurityGroup': { name: 'GroupName', within: ['VpcId'] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { name: 'Name' },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { name: 'Name' },
  'AWS::Events::Rule': { name: 'Name', within: ['EventBusName'] },
  'AWS::OpenSearchServerless::Collection': { name: 'Name' },
  'AWS::OpenSearchServerless::VpcEndpoint': { name: 'Name' },
  'AWS::SecretsManager::Secret': { name: 'Name' },
  'AWS::WAFv2::WebACL': { name: 'Name', within: ['Scope'] },
};

/**
 * Types whose names need not be unique. Records are among them, although AWS refuses a second one, so that several platforms can be
 * tried with one example domain.
 */
const SHARED_NAMES = ['AWS::Route53::RecordSet'];

/** A name from the template, which another resource may have. */
export interface ChosenName {
  readonly name: string;
  /** Whether another resource of the same type has the same name. */
  isNameOf(other: ResourceRecord): boolean;
}

/** The name that the template gives a resource; `undefined` if AWS generates one, or it need not be unique. */
export function chosenName(
  { type, properties }: ResourceRecord,
  { physicalId, chosen }: Identity,
): ChosenName | undefined {
  if (SHARED_NAMES.includes(type)) {
    return undefined;
  }
  const rule = NAMED_BY[type];
  if (!rule) {
    return chosen
      ? {
          name: physicalId,
          isNameOf: other => other.physicalId === physicalId,
        }
      : undefined;
  }
  const name = asText(properties[rule.name]);
  const decisive = [rule.name, ...(rule.within ?? [])];
  return name === undefined
    ? undefined
    : {
        name,
        isNameOf: other =>
          decisive.every(property =>
            sameJson(other.properties[property], properties[property]),
          ),
      };
}

/**
 * Finds the owner of the name of a resource that is about to be created.
 *
 * @param self - the record of the resource itself, which does not count
 * @returns words to append to the error, possibly empty; `undefined` when the name is free
 */
export function nameOwner(
  state: SandboxState,
  place: Place,
  { name, isNameOf }: ChosenName,
  self: ResourceRecord,
): string | undefined {
  const { type } = self;
  if (type === 'AWS::S3::Bucket') {
    return state.findBucket(name) ? '' : undefined;
  }
  if (type === 'AWS::SSM::Parameter' && place.parameters.has(name)) {
    return '';
  }
  const places = GLOBAL_SERVICES.includes(type.split('::')[1])
    ? state.placesOf(place.account)
    : [place];
  for (const one of places) {
    const owner = one
      .resources(type)
      .find(({ resource }) => resource !== self && isNameOf(resource));
    if (owner) {
      return ` in stack ${owner.stackId}`;
    }
  }
  return undefined;
}
