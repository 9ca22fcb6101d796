import { asText } from '../../json';
import type { Place } from '../../state/place';
import type { ResourceRecord } from '../../state/records';
import { refusal } from '../refusal';
import { nameProblem } from './names';
import { groupProblem, groupRuleProblem, subnetProblem } from './network';
import {
  inlinePolicyProblem,
  managedPolicyProblem,
  roleProblem,
} from './policies';
import { domainProblem } from './search';

/** What a service checks beyond the schema of a type: the reason why the resource cannot be, when it cannot. */
type Rule = (resource: ResourceRecord, place: Place) => string | undefined;

/** The longest value of a parameter of the standard tier, in bytes. Source: AWS Systems Manager API Reference, PutParameter. */
const LONGEST_PARAMETER = 4_096;

const RULES: Record<string, Rule> = {
  'AWS::EC2::SecurityGroup': groupProblem,
  'AWS::EC2::SecurityGroupEgress': groupRuleProblem,
  'AWS::EC2::SecurityGroupIngress': groupRuleProblem,
  'AWS::EC2::Subnet': subnetProblem,
  'AWS::IAM::ManagedPolicy': managedPolicyProblem,
  'AWS::IAM::Policy': inlinePolicyProblem,
  'AWS::IAM::Role': roleProblem,
  'AWS::IAM::RolePolicy': inlinePolicyProblem,
  'AWS::OpenSearchService::Domain': domainProblem,
  'AWS::SSM::Parameter': parameterProblem,
};

/**
 * Why a service refuses a resource although its properties fit the schema of its type: names that are too long, policies that are too
 * large, too many rules, subnets that overlap, nodes that zones cannot share.
 *
 * @param place - where the resource is to be, with all that is there already
 * @returns the reason; `undefined` when nothing is wrong
 */
export function limitProblem(
  place: Place,
  resource: ResourceRecord,
): string | undefined {
  return nameProblem(resource) ?? RULES[resource.type]?.(resource, place);
}

/** Beginnings of names that Parameter Store keeps for AWS. Source: AWS Systems Manager API Reference, PutParameter. */
const RESERVED_PARAMETER = /^\/?(aws|ssm)/i;

function parameterProblem({ properties }: ResourceRecord): string | undefined {
  const name = asText(properties.Name) ?? '';
  if (RESERVED_PARAMETER.test(name)) {
    return refusal(
      `No access to reserved parameter name: ${name}.`,
      'AccessDenied',
    );
  }
  return (properties.Tier ?? 'Standard') === 'Standard' &&
    Buffer.byteLength(asText(properties.Value) ?? '') > LONGEST_PARAMETER
    ? refusal(
        `Standard tier parameters support a maximum parameter value of ${LONGEST_PARAMETER} characters.`,
        'InvalidRequest',
      )
    : undefined;
}
