import { Definition } from './defaults';
import { domainName } from './names';
import { AGENT_CORE_REGIONS, isOffered } from './regions';
import { FARGATE_SIZES } from './schema';

/** Something that is wrong with a definition. */
export interface DefinitionProblem {
  /** The field, as in `agents[1].name`. */
  readonly path: string;
  /** What is wrong with it and what to do, as the rest of a sentence that begins with the field. */
  readonly message: string;
}

/**
 * The rules between fields, which a schema cannot express.
 *
 * @param definition - one whose every field is right by itself, with its defaults
 * @returns all problems; none if the definition is good
 */
export function checkRules(definition: Definition): DefinitionProblem[] {
  return [
    ...checkName(definition),
    ...checkCidr(definition),
    ...checkZones(definition),
    ...checkDomain(definition),
    ...checkAuth(definition),
    ...checkUnique('agents', 'name', definition.agents),
    ...checkUnique('services', 'name', definition.services),
    ...checkUnique('services', 'path', definition.services, withoutSlash),
    ...checkReservedPaths(definition),
    ...checkMemory(definition),
    ...checkFargateSizes(definition),
    ...checkCapacity(definition),
    ...checkSearch(definition),
    ...checkKnowledgeBase(definition),
  ];
}

/**
 * Beginnings that AWS keeps for itself, in names of parameters and of security groups, which begin with that of the platform.
 *
 * Sources: AWS Systems Manager User Guide, "Understanding parameter name requirements and constraints"; Amazon EC2 API Reference,
 * "CreateSecurityGroup".
 */
const RESERVED_NAME = /^(aws|ssm|sg-)/;

function checkName({ name }: Definition): DefinitionProblem[] {
  const [reserved] = RESERVED_NAME.exec(name) ?? [];
  return reserved
    ? [
        {
          path: 'name',
          message: `must not begin with ${reserved}: AWS keeps such names for itself`,
        },
      ]
    : [];
}

/** Private blocks. Source: RFC 1918, section 3. */
const PRIVATE_BLOCKS = [
  { address: '10.0.0.0', prefix: 8 },
  { address: '172.16.0.0', prefix: 12 },
  { address: '192.168.0.0', prefix: 16 },
];

function checkCidr({ network }: Definition): DefinitionProblem[] {
  const problem = (message: string) => [{ path: 'network.cidr', message }];
  const [address, prefixText] = network.cidr.split('/');
  const prefix = Number(prefixText);
  if (
    address
      .split('.')
      .some(octet => Number(octet) > 255 || String(Number(octet)) !== octet)
  ) {
    return problem(`is not an IPv4 block: ${network.cidr}`);
  }
  if (prefix < 16 || prefix > 20) {
    return problem(
      `must be a block of /16 to /20, not /${prefix}: smaller ones have no room for four tiers of subnets`,
    );
  }
  const first = blockStart(address, prefix);
  if (first !== toNumber(address)) {
    return problem(
      `does not begin at a /${prefix} boundary: use ${toAddress(
        first,
      )}/${prefix}`,
    );
  }
  const isPrivate = PRIVATE_BLOCKS.some(
    block =>
      block.prefix <= prefix &&
      blockStart(address, block.prefix) === toNumber(block.address),
  );
  return isPrivate
    ? []
    : problem(
        'must be private by RFC 1918: inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16',
      );
}

function checkZones({ region, network }: Definition): DefinitionProblem[] {
  const offered = AGENT_CORE_REGIONS[region].zoneIds.length;
  return network.availabilityZones <= offered
    ? []
    : [
        {
          path: 'network.availabilityZones',
          message: `must be at most ${offered}: ${region} has no more zones for AgentCore`,
        },
      ];
}

/** Characters that the first name of a certificate may have. Source: AWS Certificate Manager API Reference, "RequestCertificate". */
const MAX_DOMAIN_LENGTH = 64;

function checkDomain({ environment, domain }: Definition): DefinitionProblem[] {
  if (!domain.enabled) {
    return environment === 'prod'
      ? [
          {
            path: 'domain.enabled',
            message:
              'must be true in prod: without a domain there is no TLS at the load balancer',
          },
        ]
      : [];
  }
  const { length = 0 } = domainName(domain) ?? '';
  return [
    ...(['hostedZoneName', 'hostedZoneId', 'recordName'] as const)
      .filter(field => domain[field] === undefined)
      .map(field => ({
        path: `domain.${field}`,
        message: 'is required when the domain is enabled',
      })),
    ...(length > MAX_DOMAIN_LENGTH
      ? [
          {
            path: 'domain.recordName',
            message: `must be shorter: with the hosted zone it has ${length} characters, and a certificate takes ${MAX_DOMAIN_LENGTH}`,
          },
        ]
      : []),
  ];
}

function checkAuth({ auth, domain }: Definition): DefinitionProblem[] {
  return auth.enabled && !domain.enabled
    ? [
        {
          path: 'auth.enabled',
          message:
            'needs domain.enabled: people sign in at the load balancer, over TLS',
        },
      ]
    : [];
}

/** @param alike - what two values that count as one have in common */
function checkUnique<T, K extends keyof T & string>(
  list: string,
  key: K,
  items: readonly T[],
  alike: (value: T[K]) => unknown = value => value,
): DefinitionProblem[] {
  return items.flatMap((item, index) => {
    const first = items.findIndex(
      other => alike(other[key]) === alike(item[key]),
    );
    return first === index
      ? []
      : [
          {
            path: `${list}[${index}].${key}`,
            message: `must be unique: ${list}[${first}] has ${JSON.stringify(
              items[first][key],
            )} too`,
          },
        ];
  });
}

/** A path as the load balancer takes it: it ends alike with a slash and without, and `/` is all that there is. */
function withoutSlash(path: string): string {
  return path.replace(/^\/\*$|\/$/, '');
}

/** Paths at the load balancer that the platform has itself: the console, and where people come back from signing in. */
const RESERVED_PATH = /^\/(console|oauth2)(\/|\*|$)/;

function checkReservedPaths({ services }: Definition): DefinitionProblem[] {
  return services.flatMap(({ path }, index) =>
    RESERVED_PATH.test(path)
      ? [
          {
            path: `services[${index}].path`,
            message:
              'must not begin with /console or /oauth2: the platform itself answers there',
          },
        ]
      : [],
  );
}

function checkMemory({ region, agents }: Definition): DefinitionProblem[] {
  if (isOffered(region, 'memory')) {
    return [];
  }
  return agents.flatMap((agent, index) =>
    agent.memory
      ? [
          {
            path: `agents[${index}].memory`,
            message: `must be false: AgentCore Memory is not offered in ${region}`,
          },
        ]
      : [],
  );
}

function checkFargateSizes({ services }: Definition): DefinitionProblem[] {
  return services.flatMap(({ cpu, memoryMiB }, index) => {
    const sizes = FARGATE_SIZES[cpu];
    if (!sizes) {
      return [
        {
          path: `services[${index}].cpu`,
          message: `must be one of ${Object.keys(FARGATE_SIZES).join(', ')}`,
        },
      ];
    }
    return sizes.includes(memoryMiB)
      ? []
      : [
          {
            path: `services[${index}].memoryMiB`,
            message: `must be one of ${sizes.join(
              ', ',
            )} with ${cpu} vCPU units`,
          },
        ];
  });
}

function checkCapacity({ database }: Definition): DefinitionProblem[] {
  return database.minAcu <= database.maxAcu
    ? []
    : [
        {
          path: 'database.minAcu',
          message: `must be at most maxAcu (${database.maxAcu})`,
        },
      ];
}

function checkSearch({ region, search }: Definition): DefinitionProblem[] {
  return search.enabled &&
    search.kind === 'serverless' &&
    !isOffered(region, 'serverless-search')
    ? [
        {
          path: 'search.kind',
          message: `must be domain: OpenSearch Serverless is not offered in ${region}`,
        },
      ]
    : [];
}

function checkKnowledgeBase({
  region,
  knowledgeBase,
  search,
}: Definition): DefinitionProblem[] {
  const problem = (message: string) => [
    { path: 'knowledgeBase.enabled', message },
  ];
  if (!knowledgeBase.enabled) {
    return [];
  }
  if (!isOffered(region, 'knowledge-base')) {
    return problem(
      `must be false: knowledge bases of Bedrock are not offered in ${region}`,
    );
  }
  return search.enabled
    ? []
    : problem('needs search.enabled: its vectors are kept in OpenSearch');
}

function toNumber(address: string): number {
  return address
    .split('.')
    .reduce((number, octet) => number * 256 + Number(octet), 0);
}

function toAddress(number: number): string {
  return [24, 16, 8, 0]
    .map(shift => Math.floor(number / 2 ** shift) % 256)
    .join('.');
}

function blockStart(address: string, prefix: number): number {
  const size = 2 ** (32 - prefix);
  return Math.floor(toNumber(address) / size) * size;
}
