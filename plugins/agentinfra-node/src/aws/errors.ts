import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import type { AwsEnvironment } from './AwsAccess';

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

/** Names of errors by which AWS says that the credentials may not do this. */
const PERMISSION_ERRORS = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
]);

/** Codes by which Node.js says that nobody answers; some wrappers keep them in the message alone. */
const CONNECTION_ERROR =
  /\b(ECONNREFUSED|ECONNRESET|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|ETIMEDOUT)\b/;

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
  return facts.some(
    ({ name, code = '', message }) =>
      TRANSIENT_ERRORS.has(name) ||
      CONNECTION_ERROR.test(code) ||
      CONNECTION_ERROR.test(message) ||
      /socket hang up|Rate exceeded/.test(message),
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
  return (
    explainFacts(errorChain(original), environment, sandboxUrl) ?? original
  );
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
  if (
    facts.some(({ code, message }) =>
      CONNECTION_ERROR.test(`${code} ${message}`),
    )
  ) {
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
