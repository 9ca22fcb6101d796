import { asText, sameJson } from '../../json';
import type { Identity } from '../../resources/seed';
import type { Place } from '../../state/place';
import type { ResourceRecord } from '../../state/records';
import type { SandboxState } from '../../state/sandboxState';

/** Services whose names are unique over all regions of an account. */
const GLOBAL_SERVICES = ['IAM', 'Budgets', 'CloudFront'];

/**
 * Types whose ids are not their names: the property that is the name, and those within whose values it must be unique.
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
 * Types of which several may have one name. Records are among them, because the sandbox takes every hosted zone for granted: whoever
 * tries things out in it gives all platforms the domain of an example.
 */
const SHARED_NAMES = ['AWS::Route53::RecordSet'];

/** A name that the template chose and that somebody else may have. */
export interface ChosenName {
  name: string;
  /** Whether another resource of the same type has the same name. */
  isNameOf(other: ResourceRecord): boolean;
}

/** The name that the template chose for a resource; `undefined` when AWS finds one, or others may have it as well. */
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
 * Says who already has the name of a resource that is about to be made.
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
