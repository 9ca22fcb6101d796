import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { AwsEnvironment } from './environment';

/** Names of errors by which AWS and its SDK say that credentials are missing, unknown or expired. */
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

/** Those of them that fresh credentials mend. */
const EXPIRED_ERRORS = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'TokenRefreshRequired',
]);

/** Names of errors by which AWS says that the credentials may not do this. */
const PERMISSION_ERRORS = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
]);

/** Codes by which Node.js says that there is nobody to answer; some wrappers keep them in the message alone. */
const UNREACHABLE_ERROR =
  /\b(ECONNREFUSED|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT)\b/;

/** What Node.js says when somebody took the call and hung up. */
const INTERRUPTED_ERROR = /\bECONNRESET\b|socket hang up/;

/** Names of errors by which AWS and its SDK say that the same call may well succeed later, and that of a child process that ended. */
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

/** What is known of something that was thrown, here or in a child process. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** The code of Node.js, such as `ENOSPC`. */
  readonly code?: string;
}

/**
 * What is known of an error and of all that caused it, the outermost first.
 *
 * @param error - whatever was thrown
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
 * Whether trouble is likely to pass by itself: nobody answers, AWS is too busy, or the process that worked is gone.
 *
 * @param facts - the error and what caused it
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
 * Whether there was nobody to answer, as when the network, an address or a port is wrong.
 *
 * @param facts - the error and what caused it
 */
export function isUnreachable(facts: readonly ErrorFacts[]): boolean {
  return facts.some(({ code, message }) =>
    UNREACHABLE_ERROR.test(`${code} ${message}`),
  );
}

/**
 * Whether credentials ceased to work that may be replaced by fresh ones.
 *
 * @param facts - the error and what caused it
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
 * Puts a failure of a call to AWS in words that say what to do, where people can do something.
 *
 * @param error - what was thrown
 * @param environment - where the call went
 * @param sandboxUrl - the URL of the sandbox when it took the call
 * @returns the error to throw
 */
export function explainAwsError(
  error: unknown,
  environment: AwsEnvironment,
  sandboxUrl?: string,
): Error {
  const original = error instanceof Error ? error : new Error(String(error));
  const explained = explainFacts(errorChain(original), environment, sandboxUrl);
  // Given to its constructor, the cause would be added to the message.
  return explained ? Object.assign(explained, { cause: original }) : original;
}

/**
 * The same for an error of a child process.
 *
 * @param facts - the error and what caused it
 * @returns the error to throw; undefined when there is nothing to say beyond the facts
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
        : `AWS does not answer in ${region}. Check the network and the proxy of the portal, then run this again: what stands is kept. (${detail})`,
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
      `The portal has no valid AWS credentials for the account ${account}: they are missing, unknown or expired. Renew them, or name the account under \`aws.accounts\` of the configuration, then run this again: what stands is kept. (${detail})`,
    );
  }
  if (facts.some(({ name }) => PERMISSION_ERRORS.has(name))) {
    return new NotAllowedError(
      `AWS refuses what the portal asks for in the account ${account}. Grant its role what is missing, then run this again. (${detail})`,
    );
  }
  return undefined;
}
