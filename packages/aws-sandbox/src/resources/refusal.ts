/**
 * The status reason of a resource that its service refuses, as CloudFormation writes it.
 *
 * @param message - the message of the service
 * @param code - the error code of the resource's handler, such as `AlreadyExists`
 */
export function refusal(message: string, code: string): string {
  return `Resource handler returned message: "${message}" (HandlerErrorCode: ${code})`;
}
