/* eslint-disable no-new -- constructs add themselves to their scope */
import { App, Stack } from 'aws-cdk-lib';
import { Trail } from 'aws-cdk-lib/aws-cloudtrail';
import { Alarm, Dashboard, GraphWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  Cluster,
  ContainerImage,
  FargateService,
  FargateTaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  DatabaseCluster,
  DatabaseClusterEngine,
} from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';

/**
 * Synthesizes an app with the constructs that most platforms consist of. Nobody deploys it: the CDK loads a class when it is first used,
 * and after this app the first platform takes 0.9 instead of 2 seconds.
 *
 * @param outdir - the folder of the cloud assembly
 */
export function synthesizeSample(outdir: string): void {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Sample');
  const vpc = new Vpc(stack, 'Vpc');
  vpc.addInterfaceEndpoint('Endpoint', {
    service: InterfaceVpcEndpointAwsService.ECR,
  });
  addStores(stack, vpc);
  const metric = addService(stack, vpc).metricCpuUtilization();
  new Alarm(stack, 'Alarm', { metric, threshold: 1, evaluationPeriods: 1 });
  new Dashboard(stack, 'Dashboard').addWidgets(
    new GraphWidget({ left: [metric] }),
  );
  new Topic(stack, 'Topic');
  new Trail(stack, 'Trail');
  new UserPool(stack, 'UserPool');
  app.synth();
}

function addStores(stack: Stack, vpc: Vpc): void {
  const encryptionKey = new Key(stack, 'Key');
  new Bucket(stack, 'Bucket', { encryptionKey });
  new LogGroup(stack, 'LogGroup', { encryptionKey });
  new Repository(stack, 'Repository');
  new StringParameter(stack, 'Parameter', { stringValue: 'sample' });
  new DatabaseCluster(stack, 'Database', {
    engine: DatabaseClusterEngine.auroraPostgres({
      version: AuroraPostgresEngineVersion.VER_17_4,
    }),
    writer: ClusterInstance.serverlessV2('Writer'),
    vpc,
  });
}

function addService(stack: Stack, vpc: Vpc): FargateService {
  const taskDefinition = new FargateTaskDefinition(stack, 'Task');
  taskDefinition.addContainer('Container', {
    image: ContainerImage.fromRegistry('nginx'),
    portMappings: [{ containerPort: 80 }],
  });
  const cluster = new Cluster(stack, 'Cluster', { vpc });
  const service = new FargateService(stack, 'Service', {
    cluster,
    taskDefinition,
  });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'LoadBalancer', {
    vpc,
  });
  const listener = loadBalancer.addListener('Listener', { port: 80 });
  listener.addTargets('Targets', { port: 80, targets: [service] });
  return service;
}
