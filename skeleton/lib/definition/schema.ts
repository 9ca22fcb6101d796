import { z } from 'zod/v3';
import { REGION_NAMES } from './regions';

/** The environments of a platform: they decide its defaults and its guardrails. */
export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;

/**
 * The log retentions that CloudWatch Logs takes, in days.
 *
 * Source: Amazon CloudWatch Logs API Reference, "PutRetentionPolicy".
 */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
  2192, 2557, 2922, 3288, 3653,
] as const;

/**
 * The task sizes that Fargate has: vCPU units to the memory that goes with them, in MiB.
 *
 * Source: Amazon ECS Developer Guide, "Task CPU and memory".
 */
export const FARGATE_SIZES: Readonly<Record<number, readonly number[]>> = {
  256: [512, 1024, 2048],
  512: range(1024, 4096, 1024),
  1024: range(2048, 8192, 1024),
  2048: range(4096, 16384, 1024),
  4096: range(8192, 30720, 1024),
  8192: range(16384, 61440, 4096),
  16384: range(32768, 122880, 8192),
};

/** A private IPv4 block; how large it is and where it lies is checked by the rules. */
const CIDR_PATTERN = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/;
const PART_NAME_PATTERN = /^[a-z][a-z0-9-]{0,30}$/;
const DNS_NAME_PATTERN =
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
/**
 * What all services take as the value of a tag, which is what Bedrock takes; a value may not begin with `aws:`, and spaces at
 * its ends would be lost.
 * Source: CloudFormation schema of `AWS::BedrockAgentCore::Runtime`.
 */
const TAG_VALUE_PATTERN =
  /^(?!aws:| )[a-zA-Z0-9 ._:/=+@-]{0,255}[a-zA-Z0-9._:/=+@-]$/;
/**
 * A reference as `docker pull` takes it: an optional registry, a repository, a tag or a digest.
 * Source: Distribution, "reference" package, grammar of references.
 */
const IMAGE_PATTERN =
  /^([a-z0-9]+((\.|-+)[a-z0-9]+)*(:\d{1,5})?\/)?[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$/;

/** Free text. U+0000 is the one character that the catalog's database and Markdown cannot hold. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\0]*$/, 'must not hold the character U+0000');

const partName = (part: string) =>
  z
    .string()
    .regex(
      PART_NAME_PATTERN,
      `must begin with a letter and have 1 to 31 lower-case letters, digits or hyphens`,
    )
    .describe(`Name of the ${part}, unique among the ${part}s of the platform`);

/** Where the platform's network lies and how it reaches the internet. */
export const networkSchema = z
  .object({
    cidr: z
      .string()
      .regex(CIDR_PATTERN, 'must be an IPv4 block such as 10.0.0.0/16')
      .default('10.0.0.0/16')
      .describe('Address block of the VPC: an RFC 1918 block of /16 to /20'),
    availabilityZones: z
      .number()
      .int()
      .min(2)
      .max(3)
      .default(2)
      .describe('Number of availability zones that the platform spreads over'),
    natGateways: z
      .enum(['per-zone', 'single', 'none'])
      .optional()
      .describe(
        'NAT gateways: one per zone (default of staging and prod), a single one (default of dev), or none',
      ),
  })
  .strict();

/** The DNS name under which people reach the platform. */
export const domainSchema = z
  .object({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        'Whether the platform is reached by a name of its own, over TLS',
      ),
    hostedZoneName: z
      .string()
      .max(253)
      .regex(DNS_NAME_PATTERN, 'must be a DNS name such as example.com')
      .optional()
      .describe('Name of the existing Route 53 hosted zone'),
    hostedZoneId: z
      .string()
      .regex(
        /^Z[A-Z0-9]{1,31}$/,
        'must be the id of a hosted zone such as Z0123456789ABCDEFGHIJ',
      )
      .optional()
      .describe('Id of the existing Route 53 hosted zone'),
    recordName: z
      .string()
      .max(253)
      .regex(DNS_NAME_PATTERN, 'must be a DNS name such as agents.example.com')
      .optional()
      .describe(
        'Name of the platform inside the hosted zone, in full or without the name of the zone',
      ),
  })
  .strict();

/** One agent: an AgentCore runtime with a model. */
export const agentSchema = z
  .object({
    name: partName('agent'),
    protocol: z
      .enum(['HTTP', 'MCP', 'A2A'])
      .default('HTTP')
      .describe('Protocol that the agent speaks'),
    modelId: z
      .string()
      .regex(
        /^[a-zA-Z0-9][a-zA-Z0-9.:_-]{0,254}$/,
        'must be the id of a Bedrock model or inference profile such as amazon.nova-lite-v1:0',
      )
      .describe(
        'Id of the Bedrock model, or of the inference profile, that the agent calls',
      ),
    memory: z
      .boolean()
      .default(false)
      .describe('Whether the agent remembers its sessions in AgentCore Memory'),
    description: text(200).default('').describe('What the agent does'),
    artifact: z
      .enum(['code', 'container'])
      .default('code')
      .describe(
        'How the agent is delivered: as code, or as a container image from the ECR repository of the platform',
      ),
  })
  .strict();

/** One service: containers on Fargate behind the load balancer. */
export const serviceSchema = z
  .object({
    name: partName('service'),
    image: z
      .string()
      .max(512)
      .regex(
        IMAGE_PATTERN,
        'must be an image such as public.ecr.aws/nginx/nginx:1.29',
      )
      .describe('Container image of the service'),
    port: z
      .number()
      .int()
      .min(1)
      .max(65535)
      .default(8080)
      .describe('TCP port that the container listens on'),
    cpu: z
      .number()
      .int()
      .optional()
      .describe(
        'CPU of a task in vCPU units (1024 are one vCPU); by default 256 in dev, 512 elsewhere',
      ),
    memoryMiB: z
      .number()
      .int()
      .optional()
      .describe(
        'Memory of a task in MiB; Fargate has certain pairs only; by default twice the CPU units',
      ),
    desiredCount: z
      .number()
      .int()
      .min(1)
      .max(100)
      .default(2)
      .describe('Number of tasks'),
    path: z
      .string()
      .max(126)
      .regex(
        /^\/([A-Za-z0-9._~-]+(\/[A-Za-z0-9._~-]+)*\/?)?\*?$/,
        'must begin with a slash, such as /api',
      )
      .describe(
        'Path under which the load balancer reaches the service, unique among the services',
      ),
    healthCheckPath: z
      .string()
      .max(1024)
      .regex(/^\/[\x21-\x7e]*$/, 'must begin with a slash, such as /health')
      .default('/')
      .describe('Path that answers 200 when a task is healthy'),
  })
  .strict();

/** The Aurora PostgreSQL database. */
export const databaseSchema = z
  .object({
    enabled: z
      .boolean()
      .default(true)
      .describe('Whether the platform has an Aurora PostgreSQL database'),
    minAcu: z
      .number()
      .min(0)
      .max(256)
      .multipleOf(0.5, 'must be a multiple of 0.5')
      .default(0.5)
      .describe(
        'Minimum capacity of an instance in Aurora capacity units; 0 lets it pause, unless a proxy keeps connections',
      ),
    maxAcu: z
      .number()
      .min(1)
      .max(256)
      .multipleOf(0.5, 'must be a multiple of 0.5')
      .default(4)
      .describe('Maximum capacity of an instance in Aurora capacity units'),
    backupRetentionDays: z
      .number()
      .int()
      .min(1)
      .max(35)
      .default(7)
      .describe('Days for which a backup can be restored to any point in time'),
    proxy: z
      .boolean()
      .optional()
      .describe(
        'Whether RDS Proxy stands in front of the database; by default true outside dev',
      ),
  })
  .strict();

/** OpenSearch. */
export const searchSchema = z
  .object({
    enabled: z
      .boolean()
      .default(false)
      .describe('Whether the platform has OpenSearch'),
    kind: z
      .enum(['serverless', 'domain'])
      .default('serverless')
      .describe(
        'OpenSearch Serverless, or a domain of three data nodes, four in two zones (which takes 15 to 25 minutes to create)',
      ),
  })
  .strict();

/** Who may call the platform. */
export const authSchema = z
  .object({
    enabled: z
      .boolean()
      .optional()
      .describe(
        'Whether users sign in by Cognito and agents ask for its tokens; by default true with a domain',
      ),
  })
  .strict();

/** A Bedrock knowledge base. */
export const knowledgeBaseSchema = z
  .object({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        'Whether the platform has a Bedrock knowledge base; needs search',
      ),
  })
  .strict();

/** Whom alarms reach, and how long logs are kept. */
export const observabilitySchema = z
  .object({
    alarmEmail: z
      .string()
      .max(254)
      .email('must be a mail address')
      .describe('Mail address that alarms are sent to'),
    logRetentionDays: z
      .number()
      .int()
      .refine(
        days => (LOG_RETENTION_DAYS as readonly number[]).includes(days),
        {
          message: `must be one of ${LOG_RETENTION_DAYS.join(', ')}`,
        },
      )
      .default(30)
      .describe('Days for which CloudWatch Logs keeps logs'),
  })
  .strict();

/** What the platform may cost. */
export const budgetSchema = z
  .object({
    monthlyUsd: z
      .number()
      .min(0.01, 'must be 0.01 or more')
      .max(1_000_000_000)
      .describe(
        'Monthly budget in US dollars; alerts are sent at 80 % and at 100 %',
      ),
  })
  .strict();

/**
 * Everything that is said about a platform, field by field. What holds between fields is in the rules; use
 * {@link parseDefinition} to check both.
 */
export const definitionSchema = z
  .object({
    name: z
      .string()
      .regex(
        /^[a-z](?!.*--)[a-z0-9-]{1,22}[a-z0-9]$/,
        'must have 3 to 24 lower-case letters, digits or single hyphens, begin with a letter and not end with a hyphen',
      )
      .describe('Name of the platform'),
    description: text(200).default('').describe('What the platform is for'),
    owner: z
      .string()
      .max(256)
      .regex(
        /^([Gg]roup:)?([a-zA-Z0-9._-]+\/)?[a-zA-Z0-9][a-zA-Z0-9._-]*$/,
        'must be a group of the catalog such as group:default/agents-team',
      )
      .describe('Group of the catalog that owns the platform'),
    environment: z
      .enum(ENVIRONMENTS)
      .describe('Environment; it decides defaults and guardrails'),
    account: z
      .string()
      .regex(/^\d{12}$/, 'must be an AWS account id of 12 digits')
      .describe('AWS account'),
    region: z
      .enum(REGION_NAMES)
      .describe('AWS region; one in which AgentCore runtimes can be made'),
    network: networkSchema.default({}).describe('Network'),
    domain: domainSchema.default({}).describe('Domain'),
    agents: z.array(agentSchema).min(1).max(20).describe('Agents'),
    services: z.array(serviceSchema).max(10).default([]).describe('Services'),
    database: databaseSchema.default({}).describe('Database'),
    search: searchSchema.default({}).describe('Search'),
    auth: authSchema.default({}).describe('Sign-in'),
    knowledgeBase: knowledgeBaseSchema.default({}).describe('Knowledge base'),
    observability: observabilitySchema.describe('Observability'),
    budget: budgetSchema.describe('Budget'),
    costCenter: z
      .string()
      .regex(
        TAG_VALUE_PATTERN,
        'must be a tag value that Bedrock takes: letters from a to z, digits, spaces inside and _ . : / = + - @',
      )
      .describe('Cost center, as the tag CostCenter of every resource'),
    repoUrl: z
      .string()
      .min(1)
      .max(500)
      .optional()
      .describe(
        'Repository in the form of the RepoUrlPicker; without it a local git repository is made',
      ),
  })
  .strict();

/** A definition as people write it: whatever has a default may be left out. */
export type DefinitionInput = z.input<typeof definitionSchema>;

function range(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: (to - from) / step + 1 },
    (_, index) => from + index * step,
  );
}
