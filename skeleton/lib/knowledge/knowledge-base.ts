import { ArnFormat, DefaultStackSynthesizer, Fn, Stack } from 'aws-cdk-lib';
import { CfnDataSource, CfnKnowledgeBase } from 'aws-cdk-lib/aws-bedrock';
import {
  ManagedPolicy,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnIndex } from 'aws-cdk-lib/aws-opensearchserverless';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { VectorCollection } from '../search/vector-collection';
import { acknowledgeWildcards } from '../shared/acknowledge';
import { fitName } from '../shared/names';

/** Properties of a {@link KnowledgeBase}. */
export interface KnowledgeBaseProps {
  /** The id of the platform. */
  readonly platformId: string;
  /** The bucket of the documents. */
  readonly sources: IBucket;
  /** The collection of the vectors. */
  readonly collection: VectorCollection;
}

/** Path of the parameter that holds the id. */
export const KNOWLEDGE_BASE_PARAMETER = 'knowledge/knowledge-base-id';

/** The model that turns text into vectors, and the length of its vectors. */
const EMBEDDING_MODEL = 'amazon.titan-embed-text-v2:0';
const EMBEDDING_DIMENSION = 1024;

/** The index and its fields, as Bedrock writes them. */
const INDEX = 'knowledge';
const FIELDS = { vector: 'vector', text: 'text', metadata: 'metadata' };

/** A Bedrock knowledge base: documents in a bucket, vectors in a collection. */
export class KnowledgeBase extends Construct {
  /** The id of the knowledge base. */
  readonly knowledgeBaseId: string;
  /** The id of its data source. */
  readonly dataSourceId: string;

  private readonly arn: string;

  constructor(scope: Construct, id: string, props: KnowledgeBaseProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const role = this.makeRole(props);
    const knowledgeBase = new CfnKnowledgeBase(this, 'Resource', {
      name: fitName(props.platformId, 100),
      description: 'What the agents can look things up in',
      roleArn: role.roleArn,
      knowledgeBaseConfiguration: {
        type: 'VECTOR',
        vectorKnowledgeBaseConfiguration: {
          embeddingModelArn: embeddingModelArn(stack),
        },
      },
      storageConfiguration: {
        type: 'OPENSEARCH_SERVERLESS',
        opensearchServerlessConfiguration: {
          collectionArn: props.collection.collectionArn,
          vectorIndexName: INDEX,
          fieldMapping: {
            vectorField: FIELDS.vector,
            textField: FIELDS.text,
            metadataField: FIELDS.metadata,
          },
        },
      },
    });
    knowledgeBase.node.addDependency(role);
    knowledgeBase.addResourceDependency(this.makeIndex(props.collection, role));
    this.knowledgeBaseId = knowledgeBase.attrKnowledgeBaseId;
    this.arn = knowledgeBase.attrKnowledgeBaseArn;
    this.dataSourceId = new CfnDataSource(this, 'Documents', {
      name: 'documents',
      description: 'Documents in the bucket of knowledge sources',
      knowledgeBaseId: this.knowledgeBaseId,
      // The vectors are deleted with their index; deleting them one by one would hold up the deletion of the stack.
      dataDeletionPolicy: 'RETAIN',
      dataSourceConfiguration: {
        type: 'S3',
        s3Configuration: { bucketArn: props.sources.bucketArn },
      },
      // For what Bedrock keeps of a document while it reads it.
      serverSideEncryptionConfiguration: {
        kmsKeyArn: props.sources.encryptionKey?.keyArn,
      },
    }).attrDataSourceId;
  }

  /**
   * Grants looking things up.
   *
   * @param policy - the policy of the readers
   */
  grantRetrieve(policy: ManagedPolicy): void {
    policy.addStatements(
      new PolicyStatement({
        sid: 'LookThingsUp',
        actions: ['bedrock:Retrieve'],
        resources: [this.arn],
      }),
    );
  }

  private makeRole({ sources, collection }: KnowledgeBaseProps): Role {
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', {
      description: 'Reads documents and keeps their vectors',
      assumedBy: new ServicePrincipal('bedrock.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': stack.formatArn({
              service: 'bedrock',
              resource: 'knowledge-base',
              resourceName: '*',
            }),
          },
        },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        sid: 'MakeVectors',
        actions: ['bedrock:InvokeModel'],
        resources: [embeddingModelArn(stack)],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ReachVectors',
        actions: ['aoss:APIAccessAll'],
        resources: [collection.collectionArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ListDocuments',
        actions: ['s3:ListBucket'],
        resources: [sources.bucketArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ReadDocuments',
        actions: ['s3:GetObject'],
        resources: [sources.arnForObjects('*')],
      }),
    );
    sources.encryptionKey?.grantEncryptDecrypt(role);
    acknowledgeWildcards(role, {
      '/*': 'The documents of the bucket are not known beforehand.',
    });
    return role;
  }

  /** Makes the index, which must exist before the knowledge base; CloudFormation creates it with its own role. */
  private makeIndex(collection: VectorCollection, role: Role): CfnIndex {
    const stack = Stack.of(this);
    const deployRole = stack.formatArn({
      service: 'iam',
      region: '',
      resource: 'role',
      resourceName: Fn.sub(
        `cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-cfn-exec-role-\${AWS::AccountId}-\${AWS::Region}`,
      ),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    const access = collection.grantData(
      this,
      'Access',
      [role.roleArn, deployRole],
      [
        'aoss:CreateIndex',
        'aoss:DeleteIndex',
        'aoss:UpdateIndex',
        'aoss:DescribeIndex',
        'aoss:ReadDocument',
        'aoss:WriteDocument',
      ],
    );
    const index = new CfnIndex(this, 'Index', {
      collectionEndpoint: collection.endpoint,
      indexName: INDEX,
      settings: { index: { knn: true } },
      mappings: {
        properties: {
          [FIELDS.vector]: {
            type: 'knn_vector',
            dimension: EMBEDDING_DIMENSION,
            method: { name: 'hnsw', engine: 'faiss', spaceType: 'l2' },
          },
          [FIELDS.text]: { type: 'text' },
          [FIELDS.metadata]: { type: 'text', index: false },
        },
      },
    });
    index.addResourceDependency(access);
    return index;
  }
}

function embeddingModelArn(stack: Stack): string {
  return `arn:${stack.partition}:bedrock:${stack.region}::foundation-model/${EMBEDDING_MODEL}`;
}
