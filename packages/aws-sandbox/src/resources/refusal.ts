/**
 * What CloudFormation says when a service refuses to do something with a resource.
 *
 * @param message - the words of the service
 * @param code - the error code of the resource's handler, such as `AlreadyExists`
 */
export function refusal(message: string, code: string): string {
  return `Resource handler returned message: "${message}" (HandlerErrorCode: ${code})`;
}
