import { ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** The answer of a load balancer where there is no service. */
export function nothingHere(): ListenerAction {
  return ListenerAction.fixedResponse(404, {
    contentType: 'text/plain',
    messageBody: 'There is nothing here.',
  });
}

/** The acknowledgement of load balancers without deletion protection, for environments other than prod. */
export const UNPROTECTED_BALANCER = [
  'Only prod refuses to be deleted.',
  'NIST.800.53.R5-ELBDeletionProtectionEnabled',
] as const;
