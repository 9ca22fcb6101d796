import type { Finding } from '@agentinfra/backstage-plugin-agentinfra-common';
import { SchemaValidator, TemplateFile } from '@aws/cloudformation-validate';
import { ArtifactMetadataEntryType } from 'aws-cdk-lib/cloud-assembly-schema';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';

/** The schemas of all resource types, loaded once per process: that takes half a second. */
const schemas = new SchemaValidator();

/**
 * Checks the template of a stack against CloudFormation's own schemas of the resource types in its region, without calling AWS.
 *
 * @returns what CloudFormation would refuse
 */
export function checkTemplate(
  artifact: CloudFormationStackArtifact,
): Finding[] {
  const paths = constructPathsOf(artifact);
  return schemas
    .validate(
      new TemplateFile(artifact.templateFullPath),
      artifact.environment.region,
    )
    .filter(({ severity }) => severity === 'ERROR' || severity === 'FATAL')
    .map(({ entity, propertyPath, message, ruleId }) => {
      const resource = entity?.logicalId;
      const path = resource && paths.get(resource);
      return {
        stack: artifact.stackName,
        ...(resource ? { resource } : {}),
        ...(path ? { path } : {}),
        rule: ruleId,
        message: propertyPath ? `${propertyPath}: ${message}` : message,
      };
    });
}

/** The path of the construct of each resource, by its logical id, as the CDK toolkit shows it. */
function constructPathsOf(
  artifact: CloudFormationStackArtifact,
): Map<string, string> {
  return new Map(
    artifact
      .findMetadataByType(ArtifactMetadataEntryType.LOGICAL_ID)
      .map(({ data, path }) => [
        String(data),
        path.replace(/^\/|\/Resource$/g, ''),
      ]),
  );
}
