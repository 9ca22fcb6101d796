import { Definition, domainName, platformId } from '../definition';
import { consoleUrl, encodeForCloudWatch } from './console';

/** The runbooks in the rendered repository, with an entry for each alarm. */
const RUNBOOKS_PATH = 'docs/runbooks/index.md';

/** A link for `metadata.links` of an entity and for the output of a template. */
export interface PlatformLink {
  /** The text of the link. */
  readonly title: string;
  /** The target of the link. */
  readonly url: string;
  /** The name of a system icon of Backstage. */
  readonly icon: string;
  /** The kind of the link. */
  readonly type:
    | 'endpoint'
    | 'dashboard'
    | 'agents'
    | 'stacks'
    | 'logs'
    | 'cost'
    | 'runbook';
}

/** What the links of a platform depend on beyond its definition. */
export interface PlatformLinkOptions {
  /** The URL of the AWS sandbox; without it the links lead to the AWS console. */
  readonly sandboxUrl?: string;
  /** The output `EndpointUrl` of the deployed platform; without it, the link leads to the domain or to the load balancers. */
  readonly endpointUrl?: string;
  /** The URL of the files in the repository, such as `https://github.com/acme/shop/blob/main`. */
  readonly filesUrl?: string;
}

/**
 * The links of a platform: its endpoint, dashboard, agents, stacks, logs and cost, and its runbooks if `filesUrl` is known.
 *
 * @param definition - the complete definition
 * @param options - what else the links depend on
 */
export function platformLinks(
  definition: Definition,
  options: PlatformLinkOptions = {},
): PlatformLink[] {
  const urls = options.sandboxUrl
    ? sandboxUrls(definition, options.sandboxUrl)
    : awsUrls(definition, options.endpointUrl);
  return [
    { title: 'Endpoint', url: urls.endpoint, icon: 'web', type: 'endpoint' },
    {
      title: 'CloudWatch dashboard',
      url: urls.dashboard,
      icon: 'dashboard',
      type: 'dashboard',
    },
    {
      title: 'GenAI observability',
      url: urls.agents,
      icon: 'chat',
      type: 'agents',
    },
    {
      title: 'CloudFormation stacks',
      url: urls.stacks,
      icon: 'cloud',
      type: 'stacks',
    },
    { title: 'Logs', url: urls.logs, icon: 'search', type: 'logs' },
    { title: 'Cost', url: urls.cost, icon: 'catalog', type: 'cost' },
    ...(options.filesUrl
      ? [
          {
            title: 'Runbooks',
            url: `${options.filesUrl}/${RUNBOOKS_PATH}`,
            icon: 'docs',
            type: 'runbook' as const,
          },
        ]
      : []),
  ];
}

type Urls = Record<Exclude<PlatformLink['type'], 'runbook'>, string>;

function awsUrls(definition: Definition, endpointUrl?: string): Urls {
  const { region } = definition;
  const id = platformId(definition);
  const domain = domainName(definition.domain);
  return {
    endpoint:
      endpointUrl ??
      (domain
        ? `https://${domain}`
        : consoleUrl(region, 'ec2', `LoadBalancers:search=${id}`)),
    dashboard: consoleUrl(region, 'cloudwatch', `dashboards/dashboard/${id}`),
    agents: consoleUrl(region, 'cloudwatch', 'gen-ai-observability/agent-core'),
    stacks: consoleUrl(
      region,
      'cloudformation',
      `/stacks?filteringText=${id}&filteringStatus=active&viewNested=true`,
    ),
    logs: consoleUrl(
      region,
      'cloudwatch',
      `logsV2:log-groups$3FlogGroupNameFilter$3D${encodeForCloudWatch(
        `/agentinfra/${id}/`,
      )}`,
    ),
    cost: 'https://us-east-1.console.aws.amazon.com/costmanagement/home#/budgets',
  };
}

function sandboxUrls(definition: Definition, sandboxUrl: string): Urls {
  const { account, region } = definition;
  const id = platformId(definition);
  const page = (path: string) =>
    `${sandboxUrl.replace(/\/+$/, '')}/console/${account}/${region}/${path}`;
  return {
    endpoint: page(`ec2/load-balancers?filter=${id}`),
    dashboard: page(`cloudwatch/dashboards/${id}`),
    agents: page(`agentcore?filter=${id}`),
    stacks: page(`cloudformation/stacks?filter=${id}-`),
    logs: page(`cloudwatch/logs?filter=/agentinfra/${id}/`),
    cost: page(`billing/budgets?filter=${id}`),
  };
}
