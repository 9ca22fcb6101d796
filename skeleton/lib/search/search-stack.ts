import { CfnVpcEndpoint } from 'aws-cdk-lib/aws-opensearchserverless';
import { Construct } from 'constructs';
import { PlatformVpc } from '../network/platform-vpc';
import { SecurityGroups } from '../network/security-groups';
import { EncryptionKey } from '../shared/encryption-key';
import { fitName } from '../shared/names';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { SearchDomain } from './search-domain';
import { VectorCollection } from './vector-collection';

/** Properties of the {@link SearchStack}. */
export interface SearchStackProps extends PlatformStackProps {
  /** The network. */
  readonly network: PlatformVpc;
  /** The security groups of all parts. */
  readonly securityGroups: SecurityGroups;
  /** The key that encrypts data and logs. */
  readonly encryptionKey: EncryptionKey;
}

/**
 * OpenSearch: a serverless collection of vectors, or a domain. With a domain, the knowledge base still keeps its vectors in
 * a collection, because Bedrock cannot reach a domain inside a VPC.
 */
export class SearchStack extends PlatformStack {
  /** The collection: with the serverless kind, and wherever there is a knowledge base. */
  readonly collection?: VectorCollection;
  /** The domain, if the definition asks for one. */
  readonly domain?: SearchDomain;

  constructor(scope: Construct, props: SearchStackProps) {
    super(scope, 'search', 'OpenSearch', props);
    const { definition, network, securityGroups, encryptionKey } = props;
    const { kind } = definition.search;
    if (kind === 'serverless' || definition.knowledgeBase.enabled) {
      const endpoint = new CfnVpcEndpoint(this, 'Endpoint', {
        name: fitName(this.platformId, 32),
        vpcId: network.vpc.vpcId,
        subnetIds: network.tier('data').map(({ subnetId }) => subnetId),
        securityGroupIds: [securityGroups.of('search').securityGroupId],
      });
      this.collection = new VectorCollection(this, 'Vectors', {
        definition,
        encryptionKey,
        endpointIds: [endpoint.attrId],
      });
      this.publish('Collection', this.collection.endpoint);
    }
    if (kind === 'domain') {
      this.domain = new SearchDomain(this, 'Domain', {
        definition,
        network,
        securityGroups,
        encryptionKey,
      });
      this.publish('Domain', this.domain.domain.domainEndpoint);
    }
  }

  private publish(what: 'Collection' | 'Domain', endpoint: string): void {
    const description = `Endpoint of the ${what.toLowerCase()}`;
    this.output(`${what}Endpoint`, endpoint, description);
    this.parameter(
      `search/${what.toLowerCase()}-endpoint`,
      endpoint,
      description,
    );
  }
}
