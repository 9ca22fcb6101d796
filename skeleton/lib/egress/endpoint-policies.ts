import { Stack } from 'aws-cdk-lib';
import {
  PolicyDocument,
  PolicyStatement,
  StarPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Definition, isOffered, RegionName } from '../definition';
import { parseEcrImage } from '../shared/ecr-image';

/**
 * The AWS services that services and agents call without leaving the network.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "Configure Amazon Bedrock AgentCore Runtime and tools for VPC"
 * (ECR, CloudWatch Logs, X-Ray, Bedrock, AgentCore); the others are what the platform itself uses.
 */
export const ENDPOINT_SERVICES = [
  'bedrock-runtime',
  'bedrock-agent-runtime',
  'bedrock-agentcore',
  'bedrock-agentcore.gateway',
  'secretsmanager',
  'ssm',
  'ecr.api',
  'ecr.dkr',
  'logs',
  'monitoring',
  'sts',
  'xray',
] as const;

/** An AWS service that has an interface endpoint. */
export type EndpointService = (typeof ENDPOINT_SERVICES)[number];

/**
 * The services of {@link ENDPOINT_SERVICES} that a region has: without knowledge bases there is nothing to retrieve from.
 *
 * @param region - the region
 */
export function endpointServices(region: RegionName): EndpointService[] {
  return ENDPOINT_SERVICES.filter(
    service =>
      service !== 'bedrock-agent-runtime' ||
      isOffered(region, 'knowledge-base'),
  );
}

/**
 * What endpoints let through. Roles say which actions of an API may be used; these policies say by whom and on what: by
 * identities of this account, on resources of this account. Credentials of another account are useless inside the network,
 * and nothing can be sent to a bucket or a log of somebody else.
 *
 * Source: AWS whitepaper "Building a Data Perimeter on AWS".
 */
export class EndpointPolicies {
  private readonly partition: string;
  private readonly region: string;
  private readonly account: string;

  /**
   * @param stack - the stack of the endpoints
   * @param definition - the definition of the platform, which says whose images its services use
   */
  constructor(stack: Stack, private readonly definition: Definition) {
    ({
      partition: this.partition,
      region: this.region,
      account: this.account,
    } = stack);
  }

  /**
   * The policy of an interface endpoint.
   *
   * @param service - such as `bedrock-runtime`
   */
  of(service: EndpointService): PolicyDocument {
    return new PolicyDocument({ statements: this.statements()[service] });
  }

  /**
   * The policy of the gateway endpoint of S3. Besides buckets of this account it lets through what is read from AWS without
   * an identity of this account: layers of images in ECR, and packages of Amazon Linux.
   *
   * Sources: Amazon ECR User Guide, "Amazon ECR interface VPC endpoints (AWS PrivateLink)"; Amazon Linux 2023 User Guide,
   * "Repositories and updates".
   */
  ofS3(): PolicyDocument {
    const owned = this.own(['s3:*'], '*');
    owned.addCondition('StringEquals', { 'aws:ResourceAccount': this.account });
    return new PolicyDocument({
      statements: [
        owned,
        new PolicyStatement({
          sid: 'AwsOwnFiles',
          principals: [new StarPrincipal()],
          actions: ['s3:GetObject'],
          resources: [
            `prod-${this.region}-starport-layer-bucket`,
            `al2023-repos-${this.region}-de612dc2`,
          ].map(bucket => `arn:${this.partition}:s3:::${bucket}/*`),
        }),
      ],
    });
  }

  private statements(): Record<EndpointService, PolicyStatement[]> {
    const bedrock = [
      this.own(
        ['bedrock:*'],
        // An inference profile leads to models of other regions.
        this.arn('bedrock', '*', '*'),
        this.arn('bedrock', 'foundation-model/*', '*', ''),
      ),
    ];
    const agentCore = [this.ofAgentCore()];
    const images = this.images();
    return {
      'bedrock-runtime': bedrock,
      'bedrock-agent-runtime': bedrock,
      'bedrock-agentcore': agentCore,
      'bedrock-agentcore.gateway': agentCore,
      secretsmanager: [
        this.own(['secretsmanager:*'], this.arn('secretsmanager', '*')),
      ],
      ssm: [
        this.own(
          ['ssm:*'],
          this.arn('ssm', '*'),
          // Parameters that AWS publishes.
          this.arn('ssm', 'parameter/aws/*', this.region, ''),
        ),
      ],
      'ecr.api': images,
      'ecr.dkr': images,
      logs: [this.own(['logs:*'], this.arn('logs', '*'))],
      // Metrics and traces have no ARNs.
      monitoring: [this.own(['cloudwatch:*'], '*')],
      xray: [this.own(['xray:*'], '*')],
      sts: [
        this.own(['sts:GetCallerIdentity'], '*'),
        this.own(
          ['sts:AssumeRole', 'sts:TagSession'],
          this.arn('iam', 'role/*', ''),
        ),
      ],
    };
  }

  /**
   * Callers with a token of the user pool have no identity in IAM, so only the resources can be narrowed: to those of this
   * account, and the tools that AWS provides.
   *
   * Source: Amazon Bedrock AgentCore Developer Guide, "Use interface VPC endpoints (AWS PrivateLink) to create a private
   * connection between your VPC and your Amazon Bedrock AgentCore resources".
   */
  private ofAgentCore(): PolicyStatement {
    return new PolicyStatement({
      sid: 'OwnAgents',
      principals: [new StarPrincipal()],
      actions: ['bedrock-agentcore:*'],
      resources: [
        this.arn('bedrock-agentcore', '*'),
        this.arn('bedrock-agentcore', '*', this.region, 'aws'),
      ],
    });
  }

  /** The images of this account, and of the accounts from which services take theirs. */
  private images(): PolicyStatement[] {
    const registries = this.definition.services
      .flatMap(({ image }) => parseEcrImage(image) ?? [])
      .filter(({ region }) => region === this.region)
      .map(({ account }) => account);
    return [
      this.own(['ecr:GetAuthorizationToken'], '*'),
      this.own(
        ['ecr:*'],
        ...new Set(
          [this.account, ...registries].map(account =>
            this.arn('ecr', 'repository/*', this.region, account),
          ),
        ),
      ),
    ];
  }

  /** Lets identities of this account through. */
  private own(actions: string[], ...resources: string[]): PolicyStatement {
    return new PolicyStatement({
      principals: [new StarPrincipal()],
      actions,
      resources,
      conditions: { StringEquals: { 'aws:PrincipalAccount': this.account } },
    });
  }

  private arn(
    service: string,
    resource: string,
    region = this.region,
    account = this.account,
  ): string {
    return `arn:${this.partition}:${service}:${region}:${account}:${resource}`;
  }
}
