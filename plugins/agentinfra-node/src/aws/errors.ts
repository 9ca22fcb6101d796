import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { AwsEnvironment } from './environment';

/** The error names with which AWS and its SDK report missing, unknown or expired credentials. */
const CREDENTIALS_ERRORS = new Set([
  'AuthenticationError',
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'MissingAuthenticationToken',
  'RequestExpired',
  'SignatureDoesNotMatch',
  'TokenRefreshRequired',
  'UnrecognizedClientException',
]);

/** Those of them that go away with fresh credentials. */
const EXPIRED_ERRORS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
]);

/** The error names with which AWS reports missing permissions. */
const PERMISSION_ERRORS = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
]);

/** The codes with which Node.js reports that a host cannot be reached; some wrappers keep them in the message only. */
const UNREACHABLE_ERROR =
  /\b(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT)\b/;

/** How Node.js reports a connection that was closed before the response. */
const INTERRUPTED_ERROR = /\bECONNRESET\b|socket hang up/;

/** The error names with which AWS and its SDK report that the same call may succeed later, and that of a crashed child process. */
const TRANSIENT_ERRORS = new Set([
  'ChildCrash',
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'LimitExceededException',
  'RequestLimitExceeded',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'ServiceUnavailableError',
  'ServiceUnavailableException',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
]);

/** The parts of an error that survive the way from a child process to the portal. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** The error code of Node.js, such as `ENOSPC`. */
  readonly code?: string;
}

/**
 * An error and all of its causes, the outermost first.
 *
 * @param error - whatever was thrown; empty for anything but an Error
 */
export function errorChain(error: unknown): ErrorFacts[] {
  const chain: ErrorFacts[] = [];
  const seen = new Set<unknown>();
  const queue = [error];
  while (queue.length > 0) {
    const current = queue.shift();
    if (!(current instanceof Error) || seen.has(current)) {
      continue;
    }
    seen.add(current);
    const { code } = current as { code?: unknown };
    chain.push({
      name: current.name,
      message: current.message,
      ...(typeof code === 'string' ? { code } : {}),
    });
    queue.push(current.cause);
    if (current instanceof AggregateError) {
      queue.push(...current.errors);
    }
  }
  return chain;
}

/**
 * Whether an error is likely to be temporary: nothing answers, AWS is too busy, or a child process has crashed.
 *
 * @param facts - the error and its causes
 */
export function isTransient(facts: readonly ErrorFacts[]): boolean {
  return (
    isConnectionError(facts) ||
    facts.some(
      ({ name, message }) =>
        TRANSIENT_ERRORS.has(name) || message.includes('Rate exceeded'),
    )
  );
}

/**
 * Whether a host could not be reached at all, as with a wrong address or port, or without a network.
 *
 * @param facts - the error and its causes
 */
export function isUnreachable(facts: readonly ErrorFacts[]): boolean {
  return facts.some(({ code, message }) =>
    UNREACHABLE_ERROR.test(`${code} ${message}`),
  );
}

/**
 * Whether credentials have expired, so that fresh ones may help.
 *
 * @param facts - the error and its causes
 */
export function isExpired(facts: readonly ErrorFacts[]): boolean {
  return facts.some(({ name }) => EXPIRED_ERRORS.has(name));
}

function isConnectionError(facts: readonly ErrorFacts[]): boolean {
  return (
    isUnreachable(facts) ||
    facts.some(({ code, message }) =>
      INTERRUPTED_ERROR.test(`${code} ${message}`),
    )
  );
}

/**
 * Explains an error of a call to AWS that people can fix: the result says what to do.
 *
 * @param error - what was thrown
 * @param environment - the account and region of the call
 * @param sandboxUrl - the URL of the sandbox, if the call went there
 * @returns the error to throw; the original one when there is nothing to explain
 */
export function explainAwsError(
  error: unknown,
  environment: AwsEnvironment,
  sandboxUrl?: string,
): Error {
  const original = error instanceof Error ? error : new Error(String(error));
  const explained = explainFacts(errorChain(original), environment, sandboxUrl);
  // The constructors of Backstage's errors would add the cause to the message.
  return explained ? Object.assign(explained, { cause: original }) : original;
}

/**
 * Explains an error that a child process reported, as {@link explainAwsError} does.
 *
 * @param facts - the error and its causes
 * @returns the error to throw; undefined when there is nothing to explain
 */
export function explainFacts(
  facts: readonly ErrorFacts[],
  { account, region }: AwsEnvironment,
  sandboxUrl?: string,
): Error | undefined {
  const detail = facts[facts.length - 1]?.message ?? '';
  if (isConnectionError(facts)) {
    return new ServiceUnavailableError(
      sandboxUrl
        ? `The AWS sandbox at ${sandboxUrl} does not answer. Start it with \`npm start\`, or alone with \`aws-sandbox --port ${
            new URL(sandboxUrl).port || 80
          }\`, or take \`agentinfra.sandbox.url\` out of the configuration to use AWS itself; then run this again.`
        : `AWS does not answer in ${region}. Check the network and the proxy of the portal, then run this again: what already exists is kept. (${detail})`,
    );
  }
  if (
    facts.some(
      ({ name, message }) =>
        CREDENTIALS_ERRORS.has(name) ||
        message.startsWith('There is no AWS integration that matches'),
    )
  ) {
    return new NotAllowedError(
      `The portal has no valid AWS credentials for the account ${account}: they are missing, unknown or expired. Renew them, or name the account under \`aws.accounts\` of the configuration, then run this again: what already exists is kept. (${detail})`,
    );
  }
  if (facts.some(({ name }) => PERMISSION_ERRORS.has(name))) {
    return new NotAllowedError(
      `AWS refuses a request of the portal in the account ${account}. Grant its role the missing permission, then run this again. (${detail})`,
    );
  }
  return undefined;
}
