import { validationError } from '../../errors';
import type { QueryParameters } from '../../protocols/query';
import type { Place } from '../../state/place';
import type {
  OperationRecord,
  StackInput,
  StackRecord,
} from '../../state/records';
import type { ServiceContext } from '../service';

/** The largest template that fits into a request, in bytes (CloudFormation quotas). */
const MAXIMUM_BODY = 51_200;
/** The largest template in a bucket, in bytes (CloudFormation quotas). */
const MAXIMUM_TEMPLATE = 1_048_576;

/**
 * Reads the input of a stack from a request.
 *
 * @param previous - the existing stack, for `UsePreviousTemplate` and `UsePreviousValue`
 */
export async function stackInput(
  context: ServiceContext,
  parameters: QueryParameters,
  previous?: StackRecord,
): Promise<StackInput> {
  const template = await templateText(context, parameters, previous);
  return {
    template,
    parameters: Object.fromEntries(
      parameters.structures('Parameters').flatMap(parameter => {
        const name = parameter.text('ParameterKey') ?? '';
        const value = parameter.flag('UsePreviousValue')
          ? previous?.input.parameters[name]
          : parameter.text('ParameterValue');
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    tags: parameters.has('Tags')
      ? Object.fromEntries(
          parameters
            .structures('Tags')
            .map(tag => [tag.text('Key') ?? '', tag.text('Value') ?? '']),
        )
      : previous?.input.tags ?? {},
    capabilities: parameters.list('Capabilities'),
    description: undefined,
    roleArn: parameters.text('RoleARN') ?? previous?.input.roleArn,
    notificationArns: parameters.list('NotificationARNs'),
  };
}

/**
 * Reads the template that a request contains or refers to.
 *
 * @throws AwsError `ValidationError` when there is none, or it is too large
 */
export async function templateText(
  context: ServiceContext,
  parameters: QueryParameters,
  previous?: StackRecord,
): Promise<string> {
  const body = parameters.text('TemplateBody');
  if (body !== undefined) {
    return checkSize(body, MAXIMUM_BODY, 'templateBody');
  }
  const url = parameters.text('TemplateURL');
  if (url !== undefined) {
    return checkSize(
      await templateAt(context, url),
      MAXIMUM_TEMPLATE,
      'templateURL',
    );
  }
  if (previous && parameters.flag('UsePreviousTemplate')) {
    return previous.input.template;
  }
  throw validationError(
    'Either Template URL or Template Body must be specified.',
  );
}

/**
 * Finds a stack by its name or ARN.
 *
 * @throws AwsError `ValidationError` when there is none
 */
export function requireStack(
  place: Place,
  name: string | undefined,
): StackRecord {
  const stack = name === undefined ? undefined : place.findStack(name);
  if (!stack) {
    throw validationError(`Stack with id ${name} does not exist`);
  }
  return stack;
}

/**
 * Finds a stack for operations that report a missing one in other words.
 *
 * @throws AwsError `ValidationError` when there is none
 */
export function requireNamedStack(
  place: Place,
  name: string | undefined,
): StackRecord {
  const stack = name === undefined ? undefined : place.findStack(name);
  if (!stack) {
    throw validationError(`Stack [${name}] does not exist`);
  }
  return stack;
}

/** What to do when a resource fails. */
export function failureOption(
  parameters: QueryParameters,
): OperationRecord['onFailure'] {
  const option =
    parameters.text('OnFailure') ?? parameters.text('OnStackFailure');
  if (option === 'DELETE' || option === 'DO_NOTHING') {
    return option;
  }
  const disabled =
    parameters.text('DeploymentConfig.DisableRollback') ??
    parameters.text('DisableRollback') ??
    String(isExpress(parameters));
  return disabled === 'true' ? 'DO_NOTHING' : 'ROLLBACK';
}

/** Whether to deploy in express mode, in which deployments do not roll back by default. */
export function isExpress(parameters: QueryParameters): boolean {
  return parameters.text('DeploymentConfig.Mode') === 'EXPRESS';
}

function checkSize(text: string, maximum: number, member: string): string {
  const size = Buffer.byteLength(text);
  if (size > maximum) {
    throw validationError(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${maximum} (it has ${size})`,
    );
  }
  return text;
}

/** Reads a template from a bucket of the sandbox. */
async function templateAt(
  { state, blobs }: ServiceContext,
  address: string,
): Promise<string> {
  const { bucket, key } = bucketAndKey(address);
  const { objects = {} } = state.findBucket(bucket)?.bucket ?? {};
  if (!Object.hasOwn(objects, key)) {
    throw validationError(
      `S3 error: The specified key does not exist. (${address})`,
    );
  }
  return (await blobs.read(`${bucket}/${key}`)).toString('utf8');
}

/** Parses `https://bucket.s3.region.amazonaws.com/key`, `https://s3.region.amazonaws.com/bucket/key` and the path style of any other host. */
function bucketAndKey(address: string): { bucket: string; key: string } {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw validationError(
      `TemplateURL must reference a valid S3 object to which you have access. (${address})`,
    );
  }
  const path = decodeURIComponent(url.pathname.slice(1));
  const virtual = /^(.+)\.s3[.-][^/]*$/.exec(url.hostname);
  if (virtual) {
    return { bucket: virtual[1], key: path };
  }
  const slash = path.indexOf('/');
  return { bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}
