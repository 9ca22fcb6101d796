import { resourceDuration } from '@agentinfra/backstage-plugin-agentinfra-common';
import { predictDeployment } from './predictDeployment';

const seconds = (...types: string[]) =>
  types.reduce((sum, type) => sum + resourceDuration(type).create, 0);

const network = {
  name: 'shop-dev-network',
  dependsOn: [],
  resources: {
    Vpc: { Type: 'AWS::EC2::VPC' },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' } },
    },
    Name: { Type: 'AWS::SSM::Parameter' },
  },
};

const database = {
  name: 'shop-dev-database',
  dependsOn: ['shop-dev-network'],
  resources: {
    Cluster: { Type: 'AWS::RDS::DBCluster' },
    Writer: {
      Type: 'AWS::RDS::DBInstance',
      Properties: { DBClusterIdentifier: { 'Fn::Sub': '${Cluster}' } },
    },
    Reader: {
      Type: 'AWS::RDS::DBInstance',
      Properties: { DBClusterIdentifier: { 'Fn::GetAtt': 'Cluster.Id' } },
    },
  },
};

describe('predictDeployment', () => {
  it('adds up what waits for one another, over resources and stacks', () => {
    const prediction = predictDeployment([network, database]);

    expect(prediction.path.map(({ type }) => type)).toEqual([
      'AWS::EC2::VPC',
      'AWS::EC2::Subnet',
      'AWS::RDS::DBCluster',
      'AWS::RDS::DBInstance',
    ]);
    expect(prediction.seconds).toBe(
      seconds(
        'AWS::EC2::VPC',
        'AWS::EC2::Subnet',
        'AWS::RDS::DBCluster',
        'AWS::RDS::DBInstance',
      ),
    );
  });

  it('takes what does not wait to be made at the same time', () => {
    const prediction = predictDeployment([
      network,
      { ...database, dependsOn: [] },
    ]);

    expect(prediction.seconds).toBe(
      seconds('AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'),
    );
  });

  it('takes instances one after the other when one depends on the other', () => {
    const { resources } = database;
    const chained = {
      ...database,
      resources: {
        ...resources,
        Reader: { ...resources.Reader, DependsOn: ['Writer'] },
      },
    };

    expect(
      predictDeployment([network, chained]).seconds -
        predictDeployment([network, database]).seconds,
    ).toBe(seconds('AWS::RDS::DBInstance'));
  });

  it('says how much sooner the deployment would be done without a type', () => {
    const [first] = predictDeployment([network, database]).bottlenecks;

    expect(first).toEqual({
      type: 'AWS::RDS::DBInstance',
      seconds: seconds('AWS::RDS::DBInstance'),
    });
  });
});
