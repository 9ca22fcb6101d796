import { Names } from 'aws-cdk-lib';
import {
  CfnAccessPolicy,
  CfnCollection,
  CfnCollectionGroup,
  CfnSecurityPolicy,
} from 'aws-cdk-lib/aws-opensearchserverless';
import { Construct } from 'constructs';
import { Definition } from '../definition';
import { EncryptionKey } from '../shared/encryption-key';
import { environmentProfile } from '../shared/environment';

/** Properties of a {@link VectorCollection}. */
export interface VectorCollectionProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The key that encrypts the collection. */
  readonly encryptionKey: EncryptionKey;
  /** The ids of the OpenSearch Serverless endpoints of the network through which the collection is reached. */
  readonly endpointIds: readonly string[];
}

/** Maximum length of a name in OpenSearch Serverless. */
const NAME_LENGTH = 32;

/**
 * A collection of vectors in OpenSearch Serverless, in a group of its own that keeps a replica in another zone. It is
 * reached from the network and by Bedrock, and read only by those who were granted access.
 */
export class VectorCollection extends Construct {
  /** The ARN of the collection. */
  readonly collectionArn: string;
  /** Where programs connect. */
  readonly endpoint: string;
  /** The name of the collection. */
  readonly collectionName: string;
  /** The id of the collection. */
  readonly collectionId: string;

  constructor(scope: Construct, id: string, props: VectorCollectionProps) {
    super(scope, id);
    this.collectionName = this.name('c');
    const encryptionPolicy = this.encryptionPolicy(props.encryptionKey);
    // Nobody can reach a collection without a network policy, so it need not wait for the endpoint.
    this.networkPolicy(props.endpointIds);
    const standbyReplicas = 'ENABLED';
    const group = new CfnCollectionGroup(this, 'Group', {
      name: this.name('g'),
      description: 'Capacity of the vectors',
      standbyReplicas,
      capacityLimits: {
        maxIndexingCapacityInOcu: 4,
        maxSearchCapacityInOcu: 4,
      },
    });
    const collection = new CfnCollection(this, 'Resource', {
      name: this.collectionName,
      description: 'Vectors of the agent platform',
      type: 'VECTORSEARCH',
      standbyReplicas,
      collectionGroupName: group.name,
      deletionProtection: environmentProfile(props.definition).protect
        ? 'ENABLED'
        : 'DISABLED',
    });
    collection.addResourceDependency(group);
    collection.addResourceDependency(encryptionPolicy);
    this.collectionArn = collection.attrArn;
    this.collectionId = collection.attrId;
    this.endpoint = collection.attrCollectionEndpoint;
  }

  /**
   * Lets principals use the collection's data.
   *
   * @param scope - the stack that the policy belongs to
   * @param id - construct id of the policy
   * @param principalArns - ARNs of roles
   * @param permissions - such as `aoss:ReadDocument`
   */
  grantData(
    scope: Construct,
    id: string,
    principalArns: readonly string[],
    permissions: readonly string[],
  ): CfnAccessPolicy {
    return new CfnAccessPolicy(scope, id, {
      name: this.name(id.toLowerCase().slice(0, 12)),
      type: 'data',
      policy: JSON.stringify([
        {
          Rules: [
            {
              ResourceType: 'index',
              Resource: [`index/${this.collectionName}/*`],
              Permission: permissions,
            },
          ],
          Principal: principalArns,
        },
      ]),
    });
  }

  private encryptionPolicy(key: EncryptionKey): CfnSecurityPolicy {
    return new CfnSecurityPolicy(this, 'EncryptionPolicy', {
      name: this.name('e'),
      type: 'encryption',
      policy: JSON.stringify({
        Rules: [this.rule()],
        AWSOwnedKey: false,
        KmsARN: key.keyArn,
      }),
    });
  }

  private networkPolicy(endpointIds: readonly string[]): CfnSecurityPolicy {
    return new CfnSecurityPolicy(this, 'NetworkPolicy', {
      name: this.name('n'),
      type: 'network',
      policy: JSON.stringify([
        {
          Rules: [this.rule()],
          AllowFromPublic: false,
          SourceVPCEs: endpointIds,
          SourceServices: ['bedrock.amazonaws.com'],
        },
      ]),
    });
  }

  private rule() {
    return {
      ResourceType: 'collection',
      Resource: [`collection/${this.collectionName}`],
    };
  }

  /** A name unique to this collection: OpenSearch Serverless wants lower case and at most 32 characters. */
  private name(suffix: string): string {
    const unique = Names.uniqueResourceName(this, {
      maxLength: NAME_LENGTH - suffix.length - 1,
      separator: '-',
    }).toLowerCase();
    return `${unique}-${suffix}`;
  }
}
