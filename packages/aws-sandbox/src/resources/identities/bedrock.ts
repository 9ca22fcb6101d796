import { asText } from '../../json';
import { arn } from '../arn';
import { seededSuffix, seededText } from '../random';
import { seedText } from '../seed';
import { LETTERS, LOWER, IdentityRule, IdentityRules } from './rule';

/** Bedrock and Bedrock AgentCore. */
export const BEDROCK: IdentityRules = {
  'AWS::Bedrock::KnowledgeBase': bedrock('KnowledgeBaseId', 'knowledge-base'),
  'AWS::Bedrock::Agent': bedrock('AgentId', 'agent'),
  'AWS::Bedrock::DataSource': seed => {
    const id = seededSuffix(seedText(seed), 10);
    return {
      physicalId: `${asText(seed.properties.KnowledgeBaseId)}|${id}`,
      values: { DataSourceId: id },
      chosen: false,
    };
  },
  'AWS::Bedrock::Guardrail': seed => {
    const id = seededText(seedText(seed), 12, LOWER);
    const guardrailArn = arn(seed.place, 'bedrock', `guardrail/${id}`);
    return {
      physicalId: guardrailArn,
      arn: guardrailArn,
      values: { GuardrailId: id, GuardrailArn: guardrailArn },
      chosen: false,
    };
  },
  'AWS::BedrockAgentCore::Runtime': agentCore('runtime', {
    name: 'AgentRuntimeName',
    id: 'AgentRuntimeId',
    arn: 'AgentRuntimeArn',
  }),
  'AWS::BedrockAgentCore::Memory': agentCore('memory', {
    name: 'Name',
    id: 'MemoryId',
    arn: 'MemoryArn',
  }),
  'AWS::BedrockAgentCore::Gateway': agentCore('gateway', {
    name: 'Name',
    id: 'GatewayIdentifier',
    arn: 'GatewayArn',
  }),
  'AWS::BedrockAgentCore::RuntimeEndpoint': seed => {
    const name = asText(seed.properties.Name) ?? 'DEFAULT';
    const endpointArn = arn(
      seed.place,
      'bedrock-agentcore',
      `runtime/${asText(
        seed.properties.AgentRuntimeId,
      )}/runtime-endpoint/${name}`,
    );
    return {
      physicalId: endpointArn,
      arn: endpointArn,
      values: { AgentRuntimeEndpointArn: endpointArn, Id: name },
      chosen: true,
    };
  },
};

/** Ids of ten capital letters and digits. */
function bedrock(idAttribute: string, kind: string): IdentityRule {
  return seed => {
    const id = seededSuffix(seedText(seed), 10);
    const resourceArn = arn(seed.place, 'bedrock', `${kind}/${id}`);
    return {
      physicalId: id,
      arn: resourceArn,
      values: { [idAttribute]: id },
      chosen: false,
    };
  };
}

/**
 * Ids that begin with the name.
 *
 * @param kind - the part of the ARN before the id
 * @param of - the property of the name, and the attributes of the id and of the ARN
 */
function agentCore(
  kind: string,
  of: Record<'name' | 'id' | 'arn', string>,
): IdentityRule {
  return seed => {
    const name = asText(seed.properties[of.name]) ?? 'unnamed';
    const id = `${name}-${seededText(seedText(seed), 10, LETTERS)}`;
    const resourceArn = arn(seed.place, 'bedrock-agentcore', `${kind}/${id}`);
    return {
      physicalId: id,
      arn: resourceArn,
      values: { [of.id]: id, [of.arn]: resourceArn },
      chosen: of.name in seed.properties,
    };
  };
}
