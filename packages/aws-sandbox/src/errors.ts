/** An error response of an AWS service; each protocol has its own format for it. */
export class AwsError extends Error {
  readonly name = 'AwsError';

  /**
   * @param code - the error code that AWS documents for the service, such as `ValidationError`
   * @param message - the text for people
   * @param status - the HTTP status
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status: number = 400,
  ) {
    super(message);
  }
}

/** The error with which CloudFormation rejects most invalid requests. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
