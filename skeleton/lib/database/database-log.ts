/**
 * The name of the log group to which a cluster writes.
 *
 * Source: Amazon Aurora User Guide, "Publishing Aurora PostgreSQL logs to Amazon CloudWatch Logs".
 *
 * @param clusterIdentifier - identifier of the cluster, or a pattern of it
 */
export function databaseLogGroup(clusterIdentifier: string): string {
  return `/aws/rds/cluster/${clusterIdentifier}/postgresql`;
}
