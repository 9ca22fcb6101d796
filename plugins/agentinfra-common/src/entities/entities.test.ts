import {
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { platformLinks } from '../links';
import { exampleDefinition } from '../testUtils';
import { platformEntities } from './entities';
import { ownerRef, partEntityName } from './names';

/** What the catalog demands of every entity before it takes it. */
const catalogPolicy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const everything = exampleDefinition({
  name: 'a-name-of-24-characters1',
  environment: 'staging',
  description: 'Answers "questions"\nof <b>customers</b> \u{1f600}',
  agents: (['HTTP', 'MCP', 'A2A'] as const).map(protocol => ({
    name: `agent-${protocol.toLowerCase()}-with-a-long-name1`,
    protocol,
    modelId: 'amazon.nova-lite-v1:0',
    description: `Speaks ${protocol}`,
  })),
  services: [
    {
      name: 'service-with-a-very-long-name-1',
      image: 'public.ecr.aws/nginx/nginx:1.29',
      path: '/api',
    },
  ],
  database: { enabled: true },
  search: { enabled: true },
  knowledgeBase: { enabled: true },
});

const entities = platformEntities(everything, {
  links: platformLinks(everything),
  sourceUrl: 'https://github.com/acme/shop/tree/main/',
  sandboxUrl: 'http://127.0.0.1:4566',
  templateRef: 'template:default/bedrock-agent-platform',
});
const [platform, ...parts] = entities;
const isOfType = (type: string) => (entity: Entity) =>
  entity.spec?.type === type;

describe('platformEntities', () => {
  it('makes entities that the catalog takes', async () => {
    for (const entity of entities) {
      await expect(catalogPolicy.enforce(entity)).resolves.toBeTruthy();
      const isKind =
        entity.kind === 'Component'
          ? componentEntityV1alpha1Validator
          : resourceEntityV1alpha1Validator;
      await expect(isKind.check(entity)).resolves.toBe(true);
    }
  });

  it('gives every entity a reference of its own', () => {
    const refs = entities.map(entity => stringifyEntityRef(entity));
    expect(new Set(refs).size).toBe(refs.length);
  });

  it('makes the platform a component with its text, its owner and its links', () => {
    expect(platform).toMatchObject({
      kind: 'Component',
      metadata: {
        name: 'a-name-of-24-characters1-staging',
        description: everything.description,
        annotations: {
          'agentinfra.io/platform': 'a-name-of-24-characters1-staging',
          'agentinfra.io/environment': 'staging',
          'agentinfra.io/sandbox-url': 'http://127.0.0.1:4566',
          'aws.amazon.com/account-id': '123456789012',
          'aws.amazon.com/region': 'eu-west-1',
          'backstage.io/source-location':
            'url:https://github.com/acme/shop/tree/main/',
          'backstage.io/source-template':
            'template:default/bedrock-agent-platform',
          'backstage.io/techdocs-ref': 'dir:.',
        },
      },
      spec: {
        type: 'bedrock-agent-platform',
        owner: 'group:default/agents-team',
      },
    });
    expect(platform.metadata.links?.map(({ type }) => type)).toEqual(
      platformLinks(everything).map(({ type }) => type),
    );
  });

  it('makes each agent and each service a component inside the platform', () => {
    const agents = parts.filter(isOfType('bedrock-agent'));
    const services = parts.filter(isOfType('service'));

    expect(agents.map(({ metadata }) => metadata.title)).toEqual(
      everything.agents.map(({ name }) => name),
    );
    expect(services).toHaveLength(1);
    for (const { spec } of [...agents, ...services]) {
      expect(spec?.subcomponentOf).toBe(stringifyEntityRef(platform));
    }
    expect(agents[1].metadata.annotations).toMatchObject({
      'agentinfra.io/protocol': 'MCP',
      'agentinfra.io/model-id': 'amazon.nova-lite-v1:0',
    });
  });

  it('makes the stores resources that the platform depends on', () => {
    const resources = parts.filter(({ kind }) => kind === 'Resource');

    expect(resources.map(({ spec }) => spec?.type)).toEqual(
      expect.arrayContaining(['database', 'search', 's3-bucket']),
    );
    expect(platform.spec?.dependsOn).toEqual(
      resources.map(resource => stringifyEntityRef(resource)),
    );
  });

  it('refers to nothing that it does not make, except the owner', () => {
    const refs = new Set(entities.map(entity => stringifyEntityRef(entity)));
    for (const { spec } of entities) {
      for (const ref of [
        spec?.subcomponentOf ?? [],
        spec?.dependsOn ?? [],
      ].flat()) {
        expect(refs).toContain(ref);
      }
    }
  });

  it('makes no entity of a store that the platform does not have', () => {
    const small = platformEntities(
      exampleDefinition({ database: { enabled: false } }),
      { links: [] },
    );
    expect(small.filter(isOfType('database'))).toEqual([]);
    expect(small.filter(isOfType('search'))).toEqual([]);
  });
});

describe('partEntityName', () => {
  it('cuts what is too long for the catalog and keeps the names apart', () => {
    const definition = exampleDefinition({ name: 'a-name-of-24-characters1' });
    const name = (end: string) =>
      partEntityName(definition, `service-a-name-that-is-rather-long-${end}`);

    expect(name('1').length).toBeLessThanOrEqual(63);
    expect(name('1')).not.toBe(name('2'));
    expect(name('1')).toBe(name('1'));
  });

  it('ends in no hyphen, which the catalog does not take, and keeps the names apart', () => {
    const definition = exampleDefinition();
    const name = partEntityName(definition, 'agent-assistant-');

    expect(name).toMatch(/[a-z0-9]$/);
    expect(name).not.toBe(partEntityName(definition, 'agent-assistant'));
  });
});

describe('ownerRef', () => {
  it.each(['agents-team', 'group:agents-team', 'Group:default/Agents-Team'])(
    'writes %s in full',
    owner => {
      expect(ownerRef(owner)).toBe('group:default/agents-team');
    },
  );
});
