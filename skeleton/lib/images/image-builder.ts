import { Duration, Stack } from 'aws-cdk-lib';
import {
  BuildSpec,
  ComputeType,
  ISource,
  LinuxArmBuildImage,
  Project,
} from 'aws-cdk-lib/aws-codebuild';
import { IRepository } from 'aws-cdk-lib/aws-ecr';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { Definition } from '../definition';
import { acknowledgeWildcards } from '../shared/acknowledge';
import { CustomTask } from '../shared/custom-task';
import { EncryptionKey } from '../shared/encryption-key';
import { PlatformLogGroup } from '../shared/platform-log-group';

/** Properties of an {@link ImageBuilder}. */
export interface ImageBuilderProps {
  /** The definition of the platform. */
  readonly definition: Definition;
  /** Name of its task, such as `agent-image`. */
  readonly name: string;
  /** The key that encrypts logs; it must allow log groups of the concern `tasks`. */
  readonly encryptionKey: EncryptionKey;
  /** The repositories that images are pushed to. */
  readonly repositories: readonly IRepository[];
  /** Shell commands that make the image `$REPOSITORY_URI:$TAG` with Docker. */
  readonly commands: readonly string[];
  /**
   * Where the sources are.
   *
   * @default - there are none
   */
  readonly source?: ISource;
}

/** Properties of an image to build. */
export interface ImageProps {
  /** Where the image goes. */
  readonly repository: IRepository;
  /** Its tag, which follows from what is in it. */
  readonly tag: string;
  /**
   * Bucket and key of the sources.
   *
   * @default - the build needs none
   */
  readonly sourceLocation?: string;
  /**
   * The image to copy, which the commands know as `$IMAGE`.
   *
   * @default - none is copied
   */
  readonly image?: string;
}

/** Minutes that a build may take: an agent is one file on a base image, and a copy is less work still. */
const BUILD_MINUTES = 10;

/**
 * Builds images in AWS while the platform is deployed, so that nobody needs Docker. The tag of an image follows from what
 * is in it, so each is built once.
 */
export class ImageBuilder extends Construct {
  private readonly project: Project;
  private readonly task: CustomTask;

  constructor(scope: Construct, id: string, props: ImageBuilderProps) {
    super(scope, id);
    const { definition, name, encryptionKey, repositories } = props;
    this.project = this.makeProject(props);
    repositories.forEach(repository => repository.grantPullPush(this.project));
    this.task = new CustomTask(this, 'Task', {
      definition,
      name,
      source: 'lib/images/image.task.js',
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
   * @param scope - whose image it is
   * @param image - the image
   * @returns what must exist before the image is used
   */
  build(scope: Construct, image: ImageProps): IDependable {
    const { repository, tag, sourceLocation, image: copied } = image;
    return this.task.run(
      scope,
      'Image',
      'Image',
      {
        Project: this.project.projectName,
        Repository: repository.repositoryName,
        RepositoryUri: repository.repositoryUri,
        Tag: tag,
        ...(sourceLocation && { Source: sourceLocation }),
        ...(copied && { Image: copied }),
      },
      Duration.minutes(BUILD_MINUTES + 5),
    );
  }

  private makeProject(props: ImageBuilderProps): Project {
    const { definition, name, encryptionKey, source, commands } = props;
    const { account, region, urlSuffix } = Stack.of(this);
    const project = new Project(this, 'Project', {
      description: `Builds images: ${name}`,
      source,
      encryptionKey,
      environment: {
        buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        computeType: ComputeType.SMALL,
        // Docker needs it; the container lives for one build.
        privileged: true,
      },
      timeout: Duration.minutes(BUILD_MINUTES),
      logging: {
        cloudWatch: {
          logGroup: new PlatformLogGroup(this, 'Log', {
            definition,
            encryptionKey,
            topic: `tasks/${name}-builds`,
          }),
        },
      },
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        phases: {
          build: {
            commands: [
              `aws ecr get-login-password | docker login --username AWS --password-stdin ${account}.dkr.ecr.${region}.${urlSuffix}`,
              ...commands,
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
