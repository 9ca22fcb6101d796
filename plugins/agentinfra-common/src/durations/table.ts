import type { ResourceDuration } from './durations';

const SECONDS = 'estimate: one call, in effect within seconds';

/** How long AWS takes to create, update and delete resources, by type. */
export const RESOURCE_DURATIONS: Readonly<Record<string, ResourceDuration>> = {
  'AWS::RDS::DBCluster': {
    create: 43,
    update: 60,
    delete: 60,
    source:
      'aws-cdk issue 30277, deployment log (create); update and delete are estimates',
  },
  'AWS::RDS::DBInstance': {
    create: 480,
    update: 300,
    delete: 300,
    source:
      'aws-cdk issue 30277, deployment log (create 6-12 min); update and delete are estimates',
  },
  'AWS::EC2::NatGateway': {
    create: 100,
    update: 5,
    delete: 60,
    source: 'public CloudFormation event logs; delete is an estimate',
  },
  'AWS::SSM::Parameter': { create: 2, update: 2, delete: 1, source: SECONDS },
};
