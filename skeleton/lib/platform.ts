import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AccessStack, needsAccess } from './access/access-stack';
import { AgentsStack, AgentsStackProps } from './agents/agents-stack';
import { AlertsStack } from './alerts/alerts-stack';
import { AuditStack } from './audit/audit-stack';
import { AuthStack } from './auth/auth-stack';
import { BoundaryStack } from './boundary/boundary-stack';
import { ComputeStack } from './compute/compute-stack';
import { ConsoleStack } from './console/console-stack';
import { CostStack, hasBudget } from './cost/cost-stack';
import { AuroraDatabase } from './database/aurora-database';
import { DatabaseStack } from './database/database-stack';
import { Definition } from './definition';
import { EgressStack } from './egress/egress-stack';
import { IngressStack } from './ingress/ingress-stack';
import { KnowledgeBase } from './knowledge/knowledge-base';
import { KnowledgeStack } from './knowledge/knowledge-stack';
import { hasKeys, KeysStack } from './keys/keys-stack';
import { MonitoringStack } from './monitoring/monitoring-stack';
import { NetworkStack } from './network/network-stack';
import { PlatformVpc } from './network/platform-vpc';
import { hasConsole, SecurityGroups } from './network/security-groups';
import { hasImages, RegistryStack } from './registry/registry-stack';
import { SearchDomain } from './search/search-domain';
import { SearchStack } from './search/search-stack';
import { VectorCollection } from './search/vector-collection';
import { PlatformStackProps } from './shared/platform-stack';
import { StorageStack } from './storage/storage-stack';
import { TeardownStack } from './teardown/teardown-stack';

/** Properties of a {@link Platform}. */
export interface PlatformProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** Root folder of the repository, which contains `agents/`. */
  readonly root: string;
}

/** Properties of the stacks inside the network. */
interface Networked extends PlatformStackProps {
  readonly network: PlatformVpc;
  readonly securityGroups: SecurityGroups;
}

/** What holds data, as far as the definition asks for it. */
interface Data {
  readonly database?: AuroraDatabase;
  readonly collection?: VectorCollection;
  readonly domain?: SearchDomain;
  readonly knowledgeBase?: KnowledgeBase;
}

/** What answers people and programs. */
interface Workloads {
  readonly agents: AgentsStack;
  readonly ingress: IngressStack;
  readonly compute: ComputeStack;
  readonly console?: ConsoleStack;
}

/**
 * A platform: one stack for each concern. A stack depends on another one only where it needs something from it, so that
 * most of them are deployed at the same time.
 */
export class Platform {
  constructor(private readonly scope: Construct, props: PlatformProps) {
    const { definition } = props;
    const common = { definition };
    const { boundary } = new BoundaryStack(scope, common);
    PermissionsBoundary.of(scope).apply(boundary);
    if (hasBudget(common)) {
      new CostStack(scope, common);
    }
    const alerts = new AlertsStack(scope, common);
    const storage = new StorageStack(scope, common);
    const auth = definition.auth.enabled
      ? new AuthStack(scope, common)
      : undefined;

    const { network, securityGroups } = new NetworkStack(scope, common);
    const networked = { ...common, network, securityGroups };
    new AuditStack(scope, { ...networked, accessLogs: storage.logs });
    const egress = new EgressStack(scope, networked);
    const data = this.makeData(networked, storage);
    const workloads = this.makeWorkloads(
      { ...networked, root: props.root, users: auth?.users },
      storage,
      egress,
    );
    this.giveAccess(common, data, workloads);
    new MonitoringStack(scope, {
      ...common,
      ...data,
      topic: alerts.topic,
      agents: workloads.agents.agents,
      publicIngress: workloads.ingress.publicIngress,
      compute: workloads.compute,
      console: workloads.console?.console,
      nat: egress.nat,
    });
  }

  private makeData(networked: Networked, storage: StorageStack): Data {
    const { scope } = this;
    const { definition } = networked;
    const keys = hasKeys(definition)
      ? new KeysStack(scope, networked)
      : undefined;
    const database = keys?.database
      ? new DatabaseStack(scope, { ...networked, encryptionKey: keys.database })
      : undefined;
    const search = keys?.search
      ? new SearchStack(scope, { ...networked, encryptionKey: keys.search })
      : undefined;
    const knowledge =
      definition.knowledgeBase.enabled && search?.collection
        ? new KnowledgeStack(scope, {
            definition,
            sources: storage.knowledgeSources,
            collection: search.collection,
          })
        : undefined;
    return {
      database: database?.database,
      collection: search?.collection,
      domain: search?.domain,
      knowledgeBase: knowledge?.knowledgeBase,
    };
  }

  private makeWorkloads(
    common: Networked & Pick<AgentsStackProps, 'root' | 'users'>,
    storage: StorageStack,
    egress: EgressStack,
  ): Workloads {
    const { scope } = this;
    const { definition } = common;
    const registry = hasImages(definition)
      ? new RegistryStack(scope, common)
      : undefined;
    const agents = new AgentsStack(scope, { ...common, registry });
    // What waits for the network interfaces of agents must still exist when the agents are deleted.
    agents.addStackDependency(new TeardownStack(scope, common));
    const ingress = new IngressStack(scope, {
      ...common,
      accessLogs: storage.logs,
    });
    const compute = new ComputeStack(scope, { ...common, ingress, registry });
    const console = hasConsole(definition)
      ? new ConsoleStack(scope, {
          ...common,
          publicIngress: ingress.publicIngress,
        })
      : undefined;
    // Tasks pull their images through the endpoints and the NAT gateways.
    compute.addStackDependency(egress);
    console?.addStackDependency(egress);
    return { agents, ingress, compute, console };
  }

  private giveAccess(
    common: PlatformStackProps,
    data: Data,
    { agents, compute, console }: Workloads,
  ): void {
    const parts = {
      ...common,
      ...data,
      agents: agents.agents,
      serviceRoles: compute.services.map(
        ({ service }) => service.taskDefinition.taskRole,
      ),
      // Agents that require the tokens of users accept no permissions of IAM.
      consoleRole: common.definition.auth.enabled
        ? undefined
        : console?.console.service.taskDefinition.taskRole,
    };
    if (needsAccess(parts)) {
      new AccessStack(this.scope, parts);
    }
  }
}
