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

/** A check of a service beyond the schema of a type; returns the reason if the service refuses the resource. */
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
 * Checks a resource beyond the schema of its type: names that are too long, policies that are too large, too many rules, overlapping
 * subnets, numbers of nodes that do not fit the zones.
 *
 * @param place - the place of the resource, with everything that exists there
 * @returns the reason why its service refuses it; `undefined` when it does not
 */
export function limitProblem(
  place: Place,
  resource: ResourceRecord,
): string | undefined {
  return nameProblem(resource) ?? RULES[resource.type]?.(resource, place);
}

/** Prefixes of names that Parameter Store reserves for AWS. Source: AWS Systems Manager API Reference, PutParameter. */
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
