import {
  ANNOTATION_SOURCE_LOCATION,
  ANNOTATION_VIEW_URL,
  ComponentEntity,
  Entity,
  ResourceEntity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  ANNOTATION_AWS_ACCOUNT_ID,
  ANNOTATION_AWS_REGION,
  ANNOTATION_ENVIRONMENT,
  ANNOTATION_MODEL_ID,
  ANNOTATION_PLATFORM,
  ANNOTATION_PROTOCOL,
  ANNOTATION_SANDBOX_URL,
  ANNOTATION_SOURCE_TEMPLATE,
  ANNOTATION_TECHDOCS_REF,
} from '../annotations';
import {
  AgentDefinition,
  Definition,
  platformId,
  ServiceDefinition,
} from '../definition';
import { PlatformLink } from '../links';
import { ownerRef, partEntityName, platformEntityRef } from './names';

/** The type of the component that represents a platform. */
export const PLATFORM_COMPONENT_TYPE = 'bedrock-agent-platform';
/** The type of the component that represents an agent of a platform. */
export const AGENT_COMPONENT_TYPE = 'bedrock-agent';
/** The type of the location of entities from a local repository. */
export const LOCAL_REPOSITORY_LOCATION_TYPE = 'agentinfra-repository';
/** The template that creates platforms. */
export const PLATFORM_TEMPLATE = {
  kind: 'Template',
  namespace: 'default',
  name: 'bedrock-agent-platform',
} as const;

/** What the entities of a platform depend on beyond its definition. */
export interface PlatformEntityOptions {
  /** The links of the platform, from `platformLinks`. */
  readonly links: readonly PlatformLink[];
  /** The URL of the root folder of the repository, such as `https://github.com/acme/shop/tree/main/`. */
  readonly sourceUrl?: string;
  /** The URL of the AWS sandbox that the platform is deployed to; undefined for AWS itself. */
  readonly sandboxUrl?: string;
  /** The reference of the template that the platform was created from. */
  readonly templateRef?: string;
}

/**
 * The catalog entities of a platform: a component for the platform itself and for each agent and service, and a resource for each of
 * its stores, related by `subcomponentOf` and `dependsOn`.
 *
 * @param definition - the complete definition
 * @param options - what else the entities depend on
 * @returns the entities, the platform's own first
 */
export function platformEntities(
  definition: Definition,
  options: PlatformEntityOptions,
): Entity[] {
  const resources = storesOf(definition).map(store =>
    resourceEntity(definition, options, store),
  );
  return [
    platformEntity(definition, options, resources),
    ...definition.agents.map(agent =>
      agentEntity(definition, options, agent, resources),
    ),
    ...definition.services.map(service =>
      serviceEntity(definition, options, service, resources),
    ),
    ...resources,
  ];
}

/** The references of the entities that {@link platformEntities} gives, in the same order. */
export function platformEntityRefs(definition: Definition): string[] {
  return platformEntities(definition, { links: [] }).map(entity =>
    stringifyEntityRef(entity),
  );
}

function platformEntity(
  definition: Definition,
  options: PlatformEntityOptions,
  resources: readonly Entity[],
): ComponentEntity {
  const { name, environment } = definition;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: platformId(definition),
      title: `${name} (${environment})`,
      ...described(definition.description),
      annotations: {
        ...commonAnnotations(definition, options),
        ...(options.templateRef
          ? { [ANNOTATION_SOURCE_TEMPLATE]: options.templateRef }
          : {}),
        ...(options.sourceUrl ? { [ANNOTATION_TECHDOCS_REF]: 'dir:.' } : {}),
      },
      tags: ['agentcore', 'bedrock', environment],
      links: options.links.map(link => ({ ...link })),
    },
    spec: {
      type: PLATFORM_COMPONENT_TYPE,
      lifecycle: lifecycleOf(definition),
      owner: ownerRef(definition.owner),
      dependsOn: resources.map(refOf),
    },
  };
}

function agentEntity(
  definition: Definition,
  options: PlatformEntityOptions,
  agent: AgentDefinition,
  resources: readonly Entity[],
): ComponentEntity {
  const part = partComponent(definition, options, {
    name: `agent-${agent.name}`,
    title: agent.name,
    description: agent.description,
    type: AGENT_COMPONENT_TYPE,
    dependsOn: resources.map(refOf),
  });
  return {
    ...part,
    metadata: {
      ...part.metadata,
      annotations: {
        ...part.metadata.annotations,
        [ANNOTATION_PROTOCOL]: agent.protocol,
        [ANNOTATION_MODEL_ID]: agent.modelId,
      },
    },
  };
}

function serviceEntity(
  definition: Definition,
  options: PlatformEntityOptions,
  service: ServiceDefinition,
  resources: readonly Entity[],
): ComponentEntity {
  return partComponent(definition, options, {
    name: `service-${service.name}`,
    title: service.name,
    description: `Service at ${service.path}, from the image ${service.image}`,
    type: 'service',
    dependsOn: [
      ...definition.agents.map(
        agent =>
          `component:default/${partEntityName(
            definition,
            `agent-${agent.name}`,
          )}`,
      ),
      ...resources.map(refOf),
    ],
  });
}

function partComponent(
  definition: Definition,
  options: PlatformEntityOptions,
  part: {
    name: string;
    title: string;
    description: string;
    type: string;
    dependsOn: string[];
  },
): ComponentEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: partEntityName(definition, part.name),
      title: part.title,
      ...described(part.description),
      annotations: commonAnnotations(definition, options),
      tags: [definition.environment],
    },
    spec: {
      type: part.type,
      lifecycle: lifecycleOf(definition),
      owner: ownerRef(definition.owner),
      subcomponentOf: platformEntityRef(definition),
      dependsOn: part.dependsOn,
    },
  };
}

/** Something that keeps data. */
interface Store {
  readonly name: string;
  readonly type: string;
  readonly title: string;
  readonly description: string;
}

function storesOf({ database, search, knowledgeBase }: Definition): Store[] {
  const stores: (Store & { present: boolean })[] = [
    {
      present: database.enabled,
      name: 'database',
      type: 'database',
      title: 'Database',
      description: 'Aurora PostgreSQL, Serverless v2',
    },
    {
      present: search.enabled,
      name: 'search',
      type: 'search',
      title: 'Search',
      description:
        search.kind === 'domain'
          ? 'OpenSearch domain'
          : 'OpenSearch Serverless collection',
    },
    {
      present: knowledgeBase.enabled,
      name: 'bucket-knowledge',
      type: 's3-bucket',
      title: 'Knowledge sources',
      description: 'Bucket of the documents that the knowledge base reads',
    },
    {
      present: true,
      name: 'bucket-automation',
      type: 's3-bucket',
      title: 'Data automation',
      description: 'Buckets of the input and the output of data automation',
    },
    {
      present: true,
      name: 'bucket-logs',
      type: 's3-bucket',
      title: 'Access logs',
      description: 'Bucket of access logs',
    },
  ];
  return stores.filter(({ present }) => present);
}

function resourceEntity(
  definition: Definition,
  options: PlatformEntityOptions,
  store: Store,
): ResourceEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: partEntityName(definition, store.name),
      title: store.title,
      description: store.description,
      annotations: commonAnnotations(definition, options),
      tags: [definition.environment],
    },
    spec: { type: store.type, owner: ownerRef(definition.owner) },
  };
}

function commonAnnotations(
  definition: Definition,
  { sourceUrl, sandboxUrl }: PlatformEntityOptions,
): Record<string, string> {
  return {
    [ANNOTATION_PLATFORM]: platformId(definition),
    [ANNOTATION_ENVIRONMENT]: definition.environment,
    [ANNOTATION_AWS_ACCOUNT_ID]: definition.account,
    [ANNOTATION_AWS_REGION]: definition.region,
    ...(sandboxUrl ? { [ANNOTATION_SANDBOX_URL]: sandboxUrl } : {}),
    ...(sourceUrl
      ? {
          [ANNOTATION_SOURCE_LOCATION]: `url:${sourceUrl}`,
          [ANNOTATION_VIEW_URL]: sourceUrl,
        }
      : {}),
  };
}

/** Leaves an empty description out of the metadata. */
function described(description: string): { description?: string } {
  return description ? { description } : {};
}

function lifecycleOf({ environment }: Definition): string {
  return environment === 'prod' ? 'production' : 'experimental';
}

function refOf({ kind, metadata }: Entity): string {
  return `${kind.toLowerCase()}:default/${metadata.name}`;
}
