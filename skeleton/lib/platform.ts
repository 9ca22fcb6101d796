import { PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { AccessStack, needsAccess } from './access/access-stack';
import { AgentsStack } from './agents/agents-stack';
import { AlertsStack } from './alerts/alerts-stack';
import { AuditStack } from './audit/audit-stack';
import { AuthStack } from './auth/auth-stack';
import { BoundaryStack } from './boundary/boundary-stack';
import { ComputeStack } from './compute/compute-stack';
import { ConsoleStack } from './console/console-stack';
import { CostStack, hasBudget } from './cost/cost-stack';
import { DatabaseStack } from './database/database-stack';
import { Definition } from './definition';
import { EgressStack } from './egress/egress-stack';
import { IngressStack } from './ingress/ingress-stack';
import { KnowledgeStack } from './knowledge/knowledge-stack';
import { hasKeys, KeysStack } from './keys/keys-stack';
import { MonitoringStack } from './monitoring/monitoring-stack';
import { NetworkStack } from './network/network-stack';
import { hasConsole } from './network/security-groups';
import { hasImages, RegistryStack } from './registry/registry-stack';
import { SearchStack } from './search/search-stack';
import { StorageStack } from './storage/storage-stack';
import { TeardownStack } from './teardown/teardown-stack';

/** What a {@link Platform} is told. */
export interface PlatformProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** Folder of the repository, in which `agents/` is. */
  readonly root: string;
}

/**
 * A platform: one stack for each concern. A stack waits for another one only where it needs something that the other one
 * makes, so that most of them are deployed at the same time.
 */
export class Platform {
  constructor(scope: Construct, { definition, root }: PlatformProps) {
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
    const registry = hasImages(definition)
      ? new RegistryStack(scope, common)
      : undefined;

    const keys = hasKeys(definition) ? new KeysStack(scope, common) : undefined;
    const { network, securityGroups } = new NetworkStack(scope, common);
    const networked = { ...common, network, securityGroups };
    new AuditStack(scope, { ...networked, accessLogs: storage.logs });
    const egress = new EgressStack(scope, networked);
    const database = keys?.database
      ? new DatabaseStack(scope, { ...networked, encryptionKey: keys.database })
      : undefined;
    const search = keys?.search
      ? new SearchStack(scope, { ...networked, encryptionKey: keys.search })
      : undefined;
    const knowledge =
      definition.knowledgeBase.enabled && search?.collection
        ? new KnowledgeStack(scope, {
            ...common,
            sources: storage.knowledgeSources,
            collection: search.collection,
          })
        : undefined;

    const teardown = new TeardownStack(scope, { ...common, network });
    const agents = new AgentsStack(scope, {
      ...networked,
      root,
      users: auth?.users,
      registry,
    });
    // What waits for the interfaces of agents must still be there when the agents go.
    agents.addStackDependency(teardown);
    const ingress = new IngressStack(scope, {
      ...networked,
      accessLogs: storage.logs,
      users: auth?.users,
    });
    const compute = new ComputeStack(scope, { ...networked, ingress });
    // Tasks pull their images through the endpoints and the NAT gateways.
    compute.addStackDependency(egress);
    const console = hasConsole(definition)
      ? new ConsoleStack(scope, {
          ...networked,
          root,
          publicIngress: ingress.publicIngress,
          users: auth?.users,
        })
      : undefined;
    console?.addStackDependency(egress);
    const parts = {
      ...common,
      agents: agents.agents,
      serviceRoles: compute.services.map(
        ({ service }) => service.taskDefinition.taskRole,
      ),
      // Agents that ask for the tokens of users take no other permission.
      consoleRole: auth
        ? undefined
        : console?.console.service.taskDefinition.taskRole,
      database: database?.database,
      collection: search?.collection,
      domain: search?.domain,
      knowledgeBase: knowledge?.knowledgeBase,
    };
    if (needsAccess(parts)) {
      new AccessStack(scope, parts);
    }
    new MonitoringStack(scope, {
      ...common,
      topic: alerts.topic,
      agents: agents.agents,
      publicIngress: ingress.publicIngress,
      compute,
      console: console?.console,
      nat: egress.nat,
      database: database?.database,
      collection: search?.collection,
      domain: search?.domain,
    });
  }
}
