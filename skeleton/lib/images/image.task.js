const {
  CodeBuildClient,
  StartBuildCommand,
  BatchGetBuildsCommand,
} = require('@aws-sdk/client-codebuild');
const { ECRClient, DescribeImagesCommand } = require('@aws-sdk/client-ecr');

// Builds an image unless it exists: its tag follows from what is in it and never moves.
async function run({ RequestType, ResourceProperties }, context) {
  const { Project, Source, Image, Repository, RepositoryUri, Tag } =
    ResourceProperties;
  if (RequestType === 'Delete' || (await exists(Repository, Tag)))
    return { Tag };
  const client = new CodeBuildClient({});
  const variable = (name, value) => ({ name, value, type: 'PLAINTEXT' });
  const { build } = await client.send(
    new StartBuildCommand({
      projectName: Project,
      sourceLocationOverride: Source,
      environmentVariablesOverride: [
        variable('REPOSITORY_URI', RepositoryUri),
        variable('TAG', Tag),
        ...(Image ? [variable('IMAGE', Image)] : []),
      ],
    }),
  );
  let { buildStatus } = build;
  while (
    buildStatus === 'IN_PROGRESS' &&
    context.getRemainingTimeInMillis() > 30000
  ) {
    await sleep(5);
    const { builds } = await client.send(
      new BatchGetBuildsCommand({ ids: [build.id] }),
    );
    buildStatus = builds[0].buildStatus;
  }
  if (buildStatus !== 'SUCCEEDED')
    throw new Error(
      `The build ${build.id} of the image is ${buildStatus}; its log says why.`,
    );
  return { Tag };
}

async function exists(repositoryName, imageTag) {
  try {
    await new ECRClient({}).send(
      new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] }),
    );
    return true;
  } catch (error) {
    if (error.name === 'ImageNotFoundException') return false;
    throw error;
  }
}
