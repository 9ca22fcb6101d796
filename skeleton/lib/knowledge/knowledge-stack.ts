import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { VectorCollection } from '../search/vector-collection';
import { PlatformStack, PlatformStackProps } from '../shared/platform-stack';
import { KnowledgeBase, KNOWLEDGE_BASE_PARAMETER } from './knowledge-base';

/** Properties of the {@link KnowledgeStack}. */
export interface KnowledgeStackProps extends PlatformStackProps {
  /** The bucket of the documents. */
  readonly sources: IBucket;
  /** The collection of the vectors. */
  readonly collection: VectorCollection;
}

/** The knowledge base that agents look things up in. */
export class KnowledgeStack extends PlatformStack {
  /** The knowledge base. */
  readonly knowledgeBase: KnowledgeBase;

  constructor(scope: Construct, props: KnowledgeStackProps) {
    super(scope, 'knowledge', 'Knowledge base', props);
    this.knowledgeBase = new KnowledgeBase(this, 'KnowledgeBase', {
      platformId: this.platformId,
      sources: props.sources,
      collection: props.collection,
    });
    const { knowledgeBaseId, dataSourceId } = this.knowledgeBase;
    this.output('KnowledgeBaseId', knowledgeBaseId, 'Id of the knowledge base');
    this.output('DataSourceId', dataSourceId, 'Id of its data source');
    this.parameter(
      KNOWLEDGE_BASE_PARAMETER,
      knowledgeBaseId,
      'Id of the knowledge base',
    );
  }
}
