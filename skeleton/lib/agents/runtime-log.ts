/**
 * The name of the log group of a runtime.
 *
 * Source: Amazon Bedrock AgentCore Developer Guide, "Add observability to your Amazon Bedrock AgentCore resources".
 *
 * @param runtime - the runtime's id and endpoint, such as `shop_prod_orders-Ab3dE6gH9j-DEFAULT`, or a pattern of them
 */
export function runtimeLogGroup(runtime: string): string {
  return `/aws/bedrock-agentcore/runtimes/${runtime}`;
}
