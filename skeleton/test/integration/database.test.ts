import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeDBProxyTargetsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';
import {
  DeployedPlatform,
  itIf,
  itOnAws,
  ownDefinition,
  sandbox,
} from '../deployed';

const definition = ownDefinition();
const { enabled, proxy } = definition.database;
const platform = new DeployedPlatform(definition);
const rds = new RDSClient(platform.client);

(enabled ? describe : describe.skip)('the database', () => {
  it('R27: stands where the parameters say', async () => {
    const outputs = await platform.outputs('database');
    const parameters = await platform.parameters();
    expect(parameters['database/endpoint']).toBe(outputs.Endpoint);
    expect(parameters['database/reader-endpoint']).toContain(
      outputs.ClusterIdentifier,
    );
  });

  itOnAws('R22: has a writer and a reader in different zones', async () => {
    const { ClusterIdentifier } = await platform.outputs('database');
    const { DBClusters = [] } = await rds.send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: ClusterIdentifier }),
    );
    const { DBInstances = [] } = await rds.send(
      new DescribeDBInstancesCommand({
        Filters: [{ Name: 'db-cluster-id', Values: [ClusterIdentifier] }],
      }),
    );
    const writers = DBClusters[0].DBClusterMembers?.map(
      ({ IsClusterWriter }) => IsClusterWriter,
    );
    expect(writers?.sort()).toEqual([false, true]);
    expect(DBInstances.map(each => each.DBInstanceStatus)).toEqual([
      'available',
      'available',
    ]);
    expect(
      new Set(DBInstances.map(each => each.AvailabilityZone)).size,
    ).toBeGreaterThan(1);
  });

  itIf(
    !sandbox && proxy,
    proxy ? 'a sandbox runs no resources' : 'there is no proxy',
  )('R23: is reached by its proxy', async () => {
    const [name] = await platform.resources('database', 'AWS::RDS::DBProxy');
    const { Targets = [] } = await rds.send(
      new DescribeDBProxyTargetsCommand({ DBProxyName: name }),
    );
    const instances = Targets.filter(({ Type }) => Type === 'RDS_INSTANCE');
    expect(instances.map(({ TargetHealth }) => TargetHealth?.State)).toEqual([
      'AVAILABLE',
      'AVAILABLE',
    ]);
  });

  itOnAws('R2: has addresses inside the network alone', async () => {
    const network = new BlockList();
    const [address, prefix] = definition.network.cidr.split('/');
    network.addSubnet(address, Number(prefix));
    const parameters = await platform.parameters();
    const addresses = await lookup(parameters['database/endpoint'], {
      all: true,
      family: 4,
    });
    expect(addresses).not.toEqual([]);
    expect(addresses.filter(found => !network.check(found.address))).toEqual(
      [],
    );
  });
});
