import { IRole, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { Agent } from '../agents/agent';
import { AuroraDatabase } from '../database/aurora-database';
import { KnowledgeBase } from '../knowledge/knowledge-base';
import { VectorCollection } from '../search/vector-collection';
import { SearchDomain } from '../search/search-domain';
import { acknowledgeWildcards } from '../shared/acknowledge';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';

/** Properties of the {@link AccessStack}. */
export interface AccessStackProps extends PlatformStackProps {
  /** The agents. */
  readonly agents: readonly Agent[];
  /** The task roles of the services. */
  readonly serviceRoles: readonly IRole[];
  /**
   * The role of the tasks of the console, where it calls the agents with its own permissions.
   *
   * @default - the console calls them with the tokens of its users, or there is none
   */
  readonly consoleRole?: IRole;
  /**
   * The database.
   *
   * @default - there is none
   */
  readonly database?: AuroraDatabase;
  /**
   * The collection of vectors.
   *
   * @default - there is none
   */
  readonly collection?: VectorCollection;
  /**
   * The OpenSearch domain.
   *
   * @default - there is none
   */
  readonly domain?: SearchDomain;
  /**
   * The knowledge base.
   *
   * @default - there is none
   */
  readonly knowledgeBase?: KnowledgeBase;
}

/**
 * Whether the parts of a platform use each other at all: a stack without resources cannot be deployed.
 *
 * @param parts - the parts of the platform
 */
export function needsAccess(parts: AccessStackProps): boolean {
  const { serviceRoles, consoleRole, database, collection, domain } = parts;
  return (
    serviceRoles.length > 0 ||
    consoleRole !== undefined ||
    database !== undefined ||
    collection !== undefined ||
    domain !== undefined
  );
}

/**
 * Who may use what across concerns. It is a stack of its own, so that services and agents are deployed in parallel with the
 * database and the search, which take longest, and get access to them once both sides exist.
 */
export class AccessStack extends PlatformStack {
  constructor(scope: Construct, props: AccessStackProps) {
    super(scope, 'access', 'Access between the parts', props);
    const { agents, serviceRoles, consoleRole, database } = props;
    const { collection, domain, knowledgeBase } = props;
    const agentRoles = agents.map(({ role }) => role);
    const clients = [...agentRoles, ...serviceRoles];

    if (database) {
      const policy = new ManagedPolicy(this, 'DatabaseClients', {
        description: 'Signs in to the database with IAM tokens',
        roles: clients,
      });
      database.grantConnect(policy);
    }
    const callers = consoleRole ? [...serviceRoles, consoleRole] : serviceRoles;
    if (callers.length > 0) {
      this.grantCalls(agents, callers);
    }
    if (collection) {
      this.grantVectors(collection, clients);
    }
    if (knowledgeBase) {
      const policy = new ManagedPolicy(this, 'KnowledgeReaders', {
        description: 'Looks things up in the knowledge base',
        roles: agentRoles,
      });
      knowledgeBase.grantRetrieve(policy);
    }
    if (domain) {
      this.grantSearch(domain, clients);
    }
  }

  private grantCalls(
    agents: readonly Agent[],
    callers: readonly IRole[],
  ): void {
    new ManagedPolicy(this, 'AgentCallers', {
      description: 'Calls the agents',
      roles: [...callers],
      statements: [
        new PolicyStatement({
          sid: 'CallAgents',
          actions: ['bedrock-agentcore:InvokeAgentRuntime'],
          resources: agents.flatMap(({ runtime }) => [
            runtime.agentRuntimeArn,
            `${runtime.agentRuntimeArn}/runtime-endpoint/DEFAULT`,
          ]),
        }),
      ],
    });
  }

  private grantSearch({ domain }: SearchDomain, clients: IRole[]): void {
    const policy = new ManagedPolicy(this, 'SearchClients', {
      description: 'Uses the OpenSearch domain',
      roles: clients,
      statements: [
        new PolicyStatement({
          sid: 'UseSearch',
          actions: [
            'es:ESHttpGet',
            'es:ESHttpHead',
            'es:ESHttpPost',
            'es:ESHttpPut',
          ],
          resources: [`${domain.domainArn}/*`],
        }),
      ],
    });
    acknowledgeWildcards(policy, {
      '/*': "Programs make indexes while they run; the domain is this platform's own.",
    });
  }

  private grantVectors(collection: VectorCollection, clients: IRole[]): void {
    new ManagedPolicy(this, 'VectorClients', {
      description: 'Reaches the collection of vectors',
      roles: clients,
      statements: [
        new PolicyStatement({
          sid: 'ReachVectors',
          actions: ['aoss:APIAccessAll'],
          resources: [collection.collectionArn],
        }),
      ],
    });
    collection.grantData(
      this,
      'Clients',
      clients.map(({ roleArn }) => roleArn),
      [
        'aoss:CreateIndex',
        'aoss:DescribeIndex',
        'aoss:ReadDocument',
        'aoss:WriteDocument',
      ],
    );
  }
}
