import { Stack } from 'aws-cdk-lib';
import {
  CfnLoggingConfiguration,
  CfnWebACL,
  CfnWebACLAssociation,
} from 'aws-cdk-lib/aws-wafv2';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { logGroupArn } from '../shared/log-group-arn';

/** Properties of a {@link WebFirewall}. */
export interface WebFirewallProps {
  /** The ARN of the load balancer that it protects. */
  readonly loadBalancerArn: string;
  /** Name of the web ACL, unique in the region. */
  readonly name: string;
  /** Where blocked and counted requests are logged; its name must begin with `aws-waf-logs-`. */
  readonly logGroup: ILogGroup;
  /**
   * Requests that one address may send in five minutes.
   *
   * @default 2000
   */
  readonly requestsPerFiveMinutes?: number;
}

/** The rule groups that AWS maintains. Source: AWS WAF Developer Guide, "AWS Managed Rules rule groups list". */
const MANAGED_RULES = [
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesSQLiRuleSet',
];

/** The web application firewall in front of a load balancer. */
export class WebFirewall extends Construct {
  /** The name of the web ACL. */
  readonly name: string;
  /** The ARN of the web ACL. */
  readonly webAclArn: string;

  constructor(scope: Construct, id: string, props: WebFirewallProps) {
    super(scope, id);
    this.name = props.name;
    const webAcl = new CfnWebACL(this, 'Resource', {
      name: this.name,
      description: 'Protects the public load balancer',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('firewall'),
      rules: [
        {
          name: 'rate-limit',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: {
              aggregateKeyType: 'IP',
              limit: props.requestsPerFiveMinutes ?? 2000,
            },
          },
          visibilityConfig: visibility('rate-limit'),
        },
        ...MANAGED_RULES.map((name, index) => ({
          name,
          priority: index + 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: { vendorName: 'AWS', name },
          },
          visibilityConfig: visibility(name),
        })),
      ],
    });
    this.webAclArn = webAcl.attrArn;
    new CfnWebACLAssociation(this, 'Association', {
      resourceArn: props.loadBalancerArn,
      webAclArn: this.webAclArn,
    });
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.webAclArn,
      logDestinationConfigs: [
        // Without the `:*` at its end, which the firewall does not accept.
        logGroupArn(Stack.of(this), props.logGroup.logGroupName),
      ],
      redactedFields: [
        { singleHeader: { Name: 'authorization' } },
        { singleHeader: { Name: 'cookie' } },
      ],
    });
  }
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return {
    metricName,
    cloudWatchMetricsEnabled: true,
    sampledRequestsEnabled: true,
  };
}
