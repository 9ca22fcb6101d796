import { Duration, Stack } from 'aws-cdk-lib';
import {
  BuildSpec,
  ComputeType,
  LinuxArmBuildImage,
  Project,
  Source,
} from 'aws-cdk-lib/aws-codebuild';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, IDependable } from 'constructs';
import { Definition } from '../definition';
import { acknowledgeWildcards } from '../shared/acknowledge';
import { CustomTask } from '../shared/custom-task';
import { EncryptionKey } from '../shared/encryption-key';
import { PlatformLogGroup } from '../shared/platform-log-group';
import { AgentCode } from './agent-code';

/** What an {@link ImageBuilder} is told. */
export interface ImageBuilderProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** The key that encrypts logs. */
  readonly encryptionKey: EncryptionKey;
  /** The repositories that images are pushed to. */
  readonly repositories: readonly IRepository[];
  /** The bucket that the sources are in. */
  readonly sources: IBucket;
}

/** Seconds are not worth a larger machine: an agent is one file on a base image. */
const BUILD_MINUTES = 10;

/**
 * Builds the images of agents for arm64 in AWS while the platform is deployed, so that nobody needs Docker. A tag is the hash
 * of the sources: it is built once and never moves.
 */
export class ImageBuilder extends Construct {
  private readonly project: Project;
  private readonly task: CustomTask;

  constructor(scope: Construct, id: string, props: ImageBuilderProps) {
    super(scope, id);
    const { definition, encryptionKey, repositories, sources } = props;
    this.project = this.makeProject(props);
    repositories.forEach(repository => repository.grantPullPush(this.project));
    sources.grantRead(this.project);
    this.task = new CustomTask(this, 'Task', {
      definition,
      name: 'agent-image',
      source: 'lib/agents/agent-image.task.js',
      encryptionKey,
      timeout: Duration.minutes(BUILD_MINUTES + 4),
      permissions: [
        new PolicyStatement({
          sid: 'Build',
          actions: ['codebuild:StartBuild', 'codebuild:BatchGetBuilds'],
          resources: [this.project.projectArn],
        }),
        new PolicyStatement({
          sid: 'SeeImages',
          actions: ['ecr:DescribeImages'],
          resources: repositories.map(({ repositoryArn }) => repositoryArn),
        }),
      ],
    });
  }

  /**
   * Builds an image.
   *
   * @param scope - the agent
   * @param code - its code, with a Dockerfile
   * @param repository - where the image goes
   * @param tag - hash of its sources
   * @returns what must be there before the image is used
   */
  build(
    scope: Construct,
    code: AgentCode,
    repository: IRepository,
    tag: string,
  ): IDependable {
    return this.task.run(
      scope,
      'Image',
      'AgentImage',
      {
        Project: this.project.projectName,
        Source: `${code.s3BucketName}/${code.s3ObjectKey}`,
        Repository: repository.repositoryName,
        RepositoryUri: repository.repositoryUri,
        Tag: tag,
      },
      Duration.minutes(BUILD_MINUTES + 5),
    );
  }

  private makeProject(props: ImageBuilderProps): Project {
    const { definition, encryptionKey } = props;
    const registry = `${Stack.of(this).account}.dkr.ecr.${
      Stack.of(this).region
    }.${Stack.of(this).urlSuffix}`;
    const project = new Project(this, 'Project', {
      description: 'Builds the images of agents',
      source: Source.s3({ bucket: props.sources, path: 'named-by-each-build' }),
      encryptionKey,
      environment: {
        buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        computeType: ComputeType.SMALL,
        // Docker wants it; the container lives for one build.
        privileged: true,
      },
      timeout: Duration.minutes(BUILD_MINUTES),
      logging: {
        cloudWatch: {
          logGroup: new PlatformLogGroup(this, 'Log', {
            definition,
            encryptionKey,
            topic: 'tasks/image-builds',
          }),
        },
      },
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        phases: {
          build: {
            commands: [
              `aws ecr get-login-password | docker login --username AWS --password-stdin ${registry}`,
              'docker build --platform linux/arm64 --tag "$REPOSITORY_URI:$TAG" .',
              'docker push "$REPOSITORY_URI:$TAG"',
            ],
          },
        },
      }),
    });
    acknowledgeWildcards(project, {
      's3:':
        'The code of an agent has a hash as its name, and reading it comes in variants (by version, with attributes).',
      ':log-group:': 'CodeBuild names the streams of a log.',
      ':report-group/': 'Reports are named after the project.',
      'Resource::*': 'The token for a registry has no resource to name.',
    });
    return project;
  }
}
