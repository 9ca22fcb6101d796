import {
  Definition,
  DefinitionInput,
  isOffered,
  parseDefinition,
} from '../lib/definition';

/** A definition that chooses one thing for each option. */
export interface Combination {
  /** What was chosen, for people. */
  readonly name: string;
  /** The definition. */
  readonly definition: Definition;
}

const DOMAIN: DefinitionInput['domain'] = {
  enabled: true,
  hostedZoneName: 'example.com',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'shop',
};

/** What a definition can say, option by option: the choices by name, each with the parts that it sets. */
const OPTIONS: Readonly<
  Record<string, Readonly<Record<string, Partial<DefinitionInput>>>>
> = {
  environment: {
    dev: { environment: 'dev' },
    staging: { environment: 'staging' },
    prod: { environment: 'prod', domain: DOMAIN },
  },
  region: {
    'us-east-1': { region: 'us-east-1' },
    'eu-north-1': { region: 'eu-north-1' },
    'us-gov-west-1': { region: 'us-gov-west-1' },
  },
  domain: {
    'no domain of its own': {},
    domain: { domain: DOMAIN },
  },
  auth: {
    'sign-in': { auth: { enabled: true } },
    'no sign-in': { auth: { enabled: false } },
    'sign-in by default': {},
  },
  network: {
    'no NAT': { network: { natGateways: 'none' } },
    'one NAT in 3 zones': {
      network: { natGateways: 'single', availabilityZones: 3 },
    },
    'NAT per zone': {
      network: { natGateways: 'per-zone', cidr: '172.16.0.0/20' },
    },
  },
  database: {
    'no database': { database: { enabled: false } },
    'database with proxy': { database: { proxy: true } },
    'pausing database': { database: { proxy: false, minAcu: 0 } },
  },
  search: {
    'no search': {},
    collection: { search: { enabled: true } },
    'search domain': { search: { enabled: true, kind: 'domain' } },
    'knowledge beside a search domain': {
      search: { enabled: true, kind: 'domain' },
      knowledgeBase: { enabled: true },
    },
    'knowledge in a collection': {
      search: { enabled: true },
      knowledgeBase: { enabled: true },
    },
  },
  agents: {
    'agent HTTP': { agents: [agent('HTTP', 'code')] },
    'agents MCP and A2A in a container': {
      agents: [agent('MCP', 'code'), agent('A2A', 'container')],
    },
    'agents A2A and HTTP in a container': {
      agents: [agent('A2A', 'code'), agent('HTTP', 'container')],
    },
  },
  services: {
    'no service': {},
    'service web': {
      services: [{ name: 'web', image: 'nginx:1.29', path: '/' }],
    },
    'services of similar names': {
      services: [
        { name: 'api', image: 'nginx:1.29', path: '/api', port: 3000 },
        { name: 'a--b', image: 'nginx:1.29', path: '/a' },
        {
          name: 'a-b',
          image: '444455556666.dkr.ecr.eu-north-1.amazonaws.com/b:1',
          path: '/b',
        },
      ],
    },
  },
};

/**
 * Definitions in which each choice of each option meets each choice of each other one: far fewer than all combinations,
 * and enough for what goes wrong between two options.
 *
 * @param base - what they all say
 */
export function combinations(base: DefinitionInput): Combination[] {
  return pairs(OPTIONS).map(choices => {
    const chosen = Object.keys(OPTIONS).map(option => choices[option]);
    const parts = Object.entries(OPTIONS).map(
      ([option, offered]) => offered[choices[option]],
    );
    return {
      name: chosen.join(', '),
      definition: parseDefinition(
        whereOffered(Object.assign({}, base, ...parts)),
      ),
    };
  });
}

/** A definition that asks for memory only in regions that have it, and for sign-in only with a domain. */
function whereOffered(input: DefinitionInput): DefinitionInput {
  const { region, domain, auth } = input;
  return {
    ...input,
    auth: domain?.enabled ? auth : {},
    agents: input.agents.map(given => ({
      ...given,
      memory: isOffered(region, 'memory') && given.memory,
    })),
  };
}

/** A choice for each option. */
type Choices = Readonly<Record<string, string>>;

/** Two choices that have not met yet. */
type Pair = readonly (readonly [option: string, choice: string])[];

/** Takes for one option after the other the choice that lets most pairs meet, until all have. */
function pairs(options: typeof OPTIONS): Choices[] {
  let open = allPairs(options);
  const found: Choices[] = [];
  while (open.length > 0) {
    // The first pair is met in any case, so that there is an end.
    const choices: Record<string, string> = Object.fromEntries(open[0]);
    Object.entries(options)
      .filter(([option]) => !(option in choices))
      .forEach(([option, offered]) => {
        choices[option] = best(
          Object.keys(offered),
          choice =>
            open.filter(
              pair =>
                pair.some(part => part[0] === option) &&
                fits(pair, { ...choices, [option]: choice }),
            ).length,
        );
      });
    open = open.filter(pair => !meets(pair, choices));
    found.push(choices);
  }
  return found;
}

function allPairs(options: typeof OPTIONS): Pair[] {
  const choices = Object.entries(options).map(([option, offered]) =>
    Object.keys(offered).map(choice => [option, choice] as const),
  );
  return choices.flatMap((ones, index) =>
    choices
      .slice(index + 1)
      .flatMap(others =>
        ones.flatMap(one => others.map(other => [one, other])),
      ),
  );
}

/** Whether a pair may still meet in what was chosen so far. */
function fits(pair: Pair, choices: Choices): boolean {
  return pair.every(
    ([option, choice]) => (choices[option] ?? choice) === choice,
  );
}

function meets(pair: Pair, choices: Choices): boolean {
  return pair.every(([option, choice]) => choices[option] === choice);
}

function best(choices: string[], gain: (choice: string) => number): string {
  return choices.reduce((winner, choice) =>
    gain(choice) > gain(winner) ? choice : winner,
  );
}

function agent(
  protocol: 'HTTP' | 'MCP' | 'A2A',
  artifact: 'code' | 'container',
): DefinitionInput['agents'][number] {
  return {
    name: `${protocol.toLowerCase()}-${artifact}`,
    protocol,
    artifact,
    modelId: 'amazon.nova-lite-v1:0',
    memory: artifact === 'code',
  };
}
