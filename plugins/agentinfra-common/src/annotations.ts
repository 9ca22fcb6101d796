/** The id of the platform that an entity is or belongs to: `<name>-<environment>`. */
export const ANNOTATION_PLATFORM = 'agentinfra.io/platform';
/** The environment of the platform: `dev`, `staging` or `prod`. */
export const ANNOTATION_ENVIRONMENT = 'agentinfra.io/environment';
/** The URL of the AWS sandbox that the platform was deployed to; absent when it runs in AWS itself. */
export const ANNOTATION_SANDBOX_URL = 'agentinfra.io/sandbox-url';
/** The protocol of an agent: `HTTP`, `MCP` or `A2A`. */
export const ANNOTATION_PROTOCOL = 'agentinfra.io/protocol';
/** The id of the Bedrock model or inference profile that an agent calls. */
export const ANNOTATION_MODEL_ID = 'agentinfra.io/model-id';
/** The AWS account of the platform, 12 digits. */
export const ANNOTATION_AWS_ACCOUNT_ID = 'aws.amazon.com/account-id';
/** The AWS region of the platform. */
export const ANNOTATION_AWS_REGION = 'aws.amazon.com/region';
/** Where TechDocs finds the documents of the platform, in portals that have TechDocs: beside the catalog file. */
export const ANNOTATION_TECHDOCS_REF = 'backstage.io/techdocs-ref';
/** The template that the platform was made from. */
export const ANNOTATION_SOURCE_TEMPLATE = 'backstage.io/source-template';
