import { CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { Definition, platformId, stackName } from '../definition';
import { acknowledge } from './acknowledge';
import { EnvironmentProfile, environmentProfile } from './environment';

/** Properties of every stack of a platform. */
export interface PlatformStackProps {
  /** The definition of the platform. */
  readonly definition: Definition;
}

/**
 * The stack of one concern: it has the platform's name, environment, tags and protection, so that its subclasses only say
 * what they contain.
 */
export abstract class PlatformStack extends Stack {
  /** The definition of the platform. */
  protected readonly definition: Definition;
  /** The settings that follow from the environment. */
  protected readonly profile: EnvironmentProfile;
  /** `<name>-<environment>`. */
  protected readonly platformId: string;

  /**
   * @param scope - the platform
   * @param concern - such as `network`; the stack is named `<name>-<environment>-<concern>`
   * @param purpose - what the stack holds, for its description
   * @param props - properties of every stack
   */
  constructor(
    scope: Construct,
    concern: string,
    purpose: string,
    { definition }: PlatformStackProps,
  ) {
    const tags = platformTags(definition);
    super(scope, concern, {
      stackName: stackName(definition, concern),
      description: `${purpose} of the agent platform ${platformId(definition)}`,
      env: { account: definition.account, region: definition.region },
      terminationProtection: environmentProfile(definition).protect,
      tags,
    });
    this.definition = definition;
    this.profile = environmentProfile(definition);
    this.platformId = platformId(definition);
    acknowledge(
      this,
      'A policy inside its role lives and dies with it, and nobody else can be given it by mistake.',
      'NIST.800.53.R5-IAMNoInlinePolicy',
    );
    acknowledge(
      this,
      'The CDK lets a resource wait for a whole role with its policies, which names the role a second time.',
      'W3005',
    );
    Object.entries(tags).forEach(([key, value]) => {
      Tags.of(this).add(key, value, { excludeResourceTypes: UNTAGGABLE });
    });
  }

  /**
   * Publishes a value of this stack: as an output, which its contract in `contracts/` lists.
   *
   * @param name - name of the output, in Pascal case
   * @param value - the value
   * @param description - what it is
   */
  protected output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }

  /**
   * Publishes a value for programs: as the parameter `/<platformId>/<path>`.
   *
   * @param path - such as `database/endpoint`
   * @param value - the value, nothing secret
   * @param description - what it is
   */
  protected parameter(
    path: string,
    value: string,
    description: string,
  ): StringParameter {
    return new StringParameter(this, `Parameter ${path.replaceAll('/', ' ')}`, {
      parameterName: parameterName(this.definition, path),
      stringValue: value,
      description,
    });
  }
}

/** Resource types that are taggable to the CDK, but not to CloudFormation. */
const UNTAGGABLE = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::RDS::DBProxyTargetGroup',
];

/**
 * The tags of all resources of a platform.
 *
 * @param definition - the definition of the platform
 */
export function platformTags(definition: Definition): Record<string, string> {
  return {
    Project: definition.name,
    Environment: definition.environment,
    Owner: definition.owner,
    CostCenter: definition.costCenter,
    'agentinfra:platform': platformId(definition),
  };
}

/**
 * The name of a parameter of a platform.
 *
 * @param definition - the definition of the platform
 * @param path - such as `database/endpoint`
 * @returns such as `/shop-dev/database/endpoint`
 */
export function parameterName(definition: Definition, path: string): string {
  return `/${platformId(definition)}/${path}`;
}
