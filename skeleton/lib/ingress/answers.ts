import { ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** What a load balancer answers where no service stands. */
export function nothingHere(): ListenerAction {
  return ListenerAction.fixedResponse(404, {
    contentType: 'text/plain',
    messageBody: 'There is nothing here.',
  });
}

/** The answer to the rule that load balancers must refuse to be deleted, for environments in which they do not. */
export const UNPROTECTED_BALANCER = [
  'Only prod refuses to be deleted.',
  'NIST.800.53.R5-ELBDeletionProtectionEnabled',
] as const;
