import { App } from 'aws-cdk-lib';
import { DefinitionInput, parseDefinition } from '../lib/definition';
import { SMALLEST, TYPICAL } from './definitions';
import { synthesize } from './synth';

/** What a definition can say, option by option: the parts of it that each choice sets. */
const OPTIONS: Readonly<Record<string, readonly Partial<DefinitionInput>[]>> = {
  environment: [
    { environment: 'dev' },
    { environment: 'staging' },
    { environment: 'prod', domain: TYPICAL.domain },
  ],
  domain: [{}, { domain: TYPICAL.domain }],
  auth: [{ auth: { enabled: true } }, { auth: { enabled: false } }, {}],
  network: [
    { network: { natGateways: 'none' } },
    { network: { natGateways: 'single', availabilityZones: 3 } },
    { network: { natGateways: 'per-zone', cidr: '172.16.0.0/20' } },
  ],
  database: [
    { database: { enabled: false } },
    { database: { proxy: true } },
    { database: { proxy: false, minAcu: 0 } },
  ],
  search: [
    {},
    { search: { enabled: true } },
    { search: { enabled: true, kind: 'domain' } },
    {
      search: { enabled: true, kind: 'domain' },
      knowledgeBase: { enabled: true },
    },
    { search: { enabled: true }, knowledgeBase: { enabled: true } },
  ],
  agents: [
    { agents: [agent('HTTP', 'code')] },
    { agents: [agent('MCP', 'code'), agent('A2A', 'container')] },
    { agents: [agent('A2A', 'code'), agent('HTTP', 'container')] },
  ],
  services: [
    {},
    { services: [{ name: 'web', image: 'nginx:1.29', path: '/' }] },
    {
      services: [
        { name: 'api', image: 'nginx:1.29', path: '/api', port: 3000 },
        { name: 'a--b', image: 'nginx:1.29', path: '/a' },
        { name: 'a-b', image: 'nginx:1.29', path: '/b' },
      ],
    },
  ],
};

describe('A platform', () => {
  it.each(pairs(OPTIONS).map(choices => [describeChoices(choices), choices]))(
    'R34: can be made with %s, without a warning',
    (_, choices) => {
      const input = Object.entries(choices as Choices).reduce<DefinitionInput>(
        (definition, [option, choice]) => ({
          ...definition,
          ...OPTIONS[option][choice],
        }),
        SMALLEST,
      );
      let app: App | undefined;
      const { templates } = synthesize(parseDefinition(input), made => {
        app = made;
      });
      const messages = app
        ?.synth()
        .stacks.flatMap(({ messages: found }) => found)
        .filter(({ level }) => level !== 'info')
        .map(({ id, entry }) => `${id}: ${JSON.stringify(entry.data)}`);
      expect(messages).toEqual([]);
      expect(danglingReferences(templates)).toEqual([]);
    },
  );
});

/** A choice for each option, by its index. */
type Choices = Readonly<Record<string, number>>;

/** References to logical ids that a template does not have: what a schema does not see, and CloudFormation refuses. */
function danglingReferences(
  templates: ReturnType<typeof synthesize>['templates'],
): string[] {
  return Object.entries(templates).flatMap(([stack, template]) => {
    const { Resources, Parameters = {} } = template.toJSON();
    const known = new Set([
      ...Object.keys(Resources),
      ...Object.keys(Parameters),
    ]);
    const text = JSON.stringify(template.toJSON());
    return [...text.matchAll(/"(?:Ref":"|Fn::GetAtt":\[")([A-Za-z0-9]+)"/g)]
      .map(([, id]) => id)
      .filter(id => !known.has(id))
      .map(id => `${stack}: ${id}`);
  });
}

/**
 * Combinations in which each choice of each option meets each choice of each other one: far fewer than all combinations,
 * and enough for what goes wrong between two options.
 */
function pairs(options: typeof OPTIONS): Choices[] {
  const names = Object.keys(options);
  const open = new Set<string>();
  forEachPair(names, (one, other) =>
    options[one].forEach((_, first) =>
      options[other].forEach((__, second) =>
        open.add(`${one}=${first}&${other}=${second}`),
      ),
    ),
  );
  const found: Choices[] = [];
  while (open.size > 0) {
    const choices: Record<string, number> = {};
    names.forEach(name => {
      const gains = options[name].map(
        (_, choice) =>
          [...open].filter(pair =>
            fits(pair, { ...choices, [name]: choice }, name),
          ).length,
      );
      choices[name] = gains.indexOf(Math.max(...gains));
    });
    const before = open.size;
    forEachPair(names, (one, other) =>
      open.delete(`${one}=${choices[one]}&${other}=${choices[other]}`),
    );
    if (open.size === before) {
      // Nothing new was met: go for the first pair that is still open.
      const [first] = open;
      first.split('&').forEach(part => {
        const [name, choice] = part.split('=');
        choices[name] = Number(choice);
      });
      forEachPair(names, (one, other) =>
        open.delete(`${one}=${choices[one]}&${other}=${choices[other]}`),
      );
    }
    found.push(choices);
  }
  return found;
}

/** Whether a pair that is still open goes with what was chosen so far, the option chosen last among it. */
function fits(pair: string, choices: Choices, last: string): boolean {
  const parts = pair.split('&').map(part => part.split('='));
  return (
    parts.some(
      ([name, choice]) => name === last && choices[name] === Number(choice),
    ) &&
    parts.every(
      ([name, choice]) =>
        !(name in choices) || choices[name] === Number(choice),
    )
  );
}

function forEachPair(
  names: readonly string[],
  visit: (one: string, other: string) => void,
): void {
  names.forEach((one, index) =>
    names.slice(index + 1).forEach(other => visit(one, other)),
  );
}

function describeChoices(choices: Choices): string {
  return Object.entries(choices)
    .map(([option, choice]) => `${option} ${choice}`)
    .join(', ');
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
