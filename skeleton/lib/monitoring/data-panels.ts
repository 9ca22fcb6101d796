import { ComparisonOperator, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { AuroraDatabase } from '../database/aurora-database';
import { SearchDomain } from '../search/search-domain';
import { VectorCollection } from '../search/vector-collection';
import { Panel, row } from './panel';

/** Percent of its greatest capacity at which the database is nearly full. */
const CAPACITY_PERCENT = 90;

/** Milliseconds that the reader may be behind the writer: what a failover could lose is far less than a minute. */
const LAG_MS = 1000;

/** MiB of a search node's storage that must stay free. */
const FREE_STORAGE_MIB = 10_240;

/**
 * The database: capacity, connections, how far the reader is behind.
 *
 * @param database - the database
 */
export function databasePanel({ cluster }: AuroraDatabase): Panel {
  const capacity = cluster.metricServerlessDatabaseCapacity();
  const utilization = cluster.metricACUUtilization();
  const lag = cluster.metric('AuroraReplicaLagMaximum', {
    statistic: Stats.MAXIMUM,
  });
  return {
    title: 'Database',
    rows: [
      row(
        ['Capacity in ACU and in %', [capacity], [utilization]],
        ['Connections', [cluster.metricDatabaseConnections()]],
        ['Lag of the reader in ms', [lag]],
        ['Deadlocks', [cluster.metricDeadlocks()]],
      ),
    ],
    watches: [
      {
        id: 'DatabaseCapacity',
        metric: utilization,
        threshold: CAPACITY_PERCENT,
        meaning: 'The database is near its greatest capacity',
        runbook: 'database-capacity',
      },
      {
        id: 'DatabaseLag',
        metric: lag,
        threshold: LAG_MS,
        meaning: 'The reader of the database is behind the writer',
        runbook: 'database-lag',
      },
    ],
  };
}

/**
 * The collection of vectors: requests, errors, latency, capacity.
 *
 * Source: Amazon OpenSearch Service Developer Guide, "Monitoring OpenSearch Serverless with Amazon CloudWatch".
 *
 * @param collection - the collection
 * @param account - the AWS account
 */
export function collectionPanel(
  { collectionName, collectionId }: VectorCollection,
  account: string,
): Panel {
  const metric = (metricName: string, statistic: string = Stats.SUM) =>
    new Metric({
      namespace: 'AWS/AOSS',
      metricName,
      statistic,
      dimensionsMap: {
        ClientId: account,
        CollectionId: collectionId,
        CollectionName: collectionName,
      },
    });
  const errors = metric('SearchRequestErrors');
  return {
    title: 'Vectors',
    rows: [
      row(
        ['Searches and errors', [metric('SearchRequestRate')], [errors]],
        [
          'Latency in ms',
          [
            metric('SearchRequestLatency', Stats.AVERAGE),
            metric('IngestionRequestLatency', Stats.AVERAGE),
          ],
        ],
        ['Documents', [metric('SearchableDocuments', Stats.MAXIMUM)]],
      ),
    ],
    watches: [
      {
        id: 'SearchErrors',
        metric: errors,
        threshold: 5,
        meaning: 'Searches in the collection of vectors fail',
        runbook: 'search-errors',
      },
    ],
  };
}

/**
 * The OpenSearch domain: health, storage, load.
 *
 * @param search - the domain
 */
export function domainPanel({ domain }: SearchDomain): Panel {
  const red = domain.metricClusterStatusRed();
  const free = domain.metricFreeStorageSpace();
  const pressure = domain.metricJVMMemoryPressure();
  return {
    title: 'OpenSearch domain',
    rows: [
      row(
        ['Health', [red, domain.metricClusterStatusYellow()]],
        ['Free storage in MiB', [free]],
        ['CPU and memory in %', [domain.metricCPUUtilization(), pressure]],
      ),
    ],
    watches: [
      {
        id: 'SearchRed',
        metric: red,
        threshold: 0,
        meaning: 'The OpenSearch domain misses data',
        runbook: 'search-red',
      },
      {
        id: 'SearchStorage',
        metric: free,
        threshold: FREE_STORAGE_MIB,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        meaning: 'A node of the OpenSearch domain runs out of storage',
        runbook: 'search-storage',
      },
    ],
  };
}
