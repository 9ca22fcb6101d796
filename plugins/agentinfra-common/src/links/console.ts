/**
 * The URL of a page of the AWS console.
 *
 * GovCloud has a console of its own, without billing pages: those are in the console of the associated standard account.
 * Source: AWS GovCloud (US) User Guide, "AWS GovCloud (US) compared to standard AWS Regions".
 *
 * @param region - such as `eu-west-1`
 * @param service - the first part of the path, such as `cloudformation`
 * @param fragment - the part after `#`, already encoded as that page expects it
 */
export function consoleUrl(
  region: string,
  service: string,
  fragment: string,
): string {
  const host = region.startsWith('us-gov-')
    ? 'console.amazonaws-us-gov.com'
    : `${region}.console.aws.amazon.com`;
  return `https://${host}/${service}/home?region=${region}#${fragment}`;
}

/**
 * Encodes a value for the fragment of a page of CloudWatch Logs: percent encoding twice, with `$` in place of `%`.
 *
 * @param value - such as `/agentinfra/shop-dev`
 */
export function encodeForCloudWatch(value: string): string {
  return encodeURIComponent(encodeURIComponent(value)).replace(/%/g, '$');
}
