import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { NatGateways } from '../egress/nat-gateways';
import { Panel, row } from './panel';

/**
 * The NAT gateways: traffic, and connections that found no port.
 *
 * Source: Amazon VPC User Guide, "Monitor NAT gateways using Amazon CloudWatch".
 *
 * @param nat - the gateways
 */
export function networkPanel({ natGatewayIds }: NatGateways): Panel {
  const metrics = (metricName: string) =>
    natGatewayIds.map(
      (NatGatewayId, zone) =>
        new Metric({
          namespace: 'AWS/NATGateway',
          metricName,
          label: `Zone ${zone + 1}`,
          statistic: Stats.SUM,
          dimensionsMap: { NatGatewayId },
        }),
    );
  const portErrors = metrics('ErrorPortAllocation');
  return {
    title: 'NAT gateways',
    rows: [
      row(
        ['Bytes to the internet', metrics('BytesOutToDestination')],
        ['Connections', metrics('ActiveConnectionCount')],
        ['Connections without a port', portErrors],
      ),
    ],
    watches: portErrors.map((metric, zone) => ({
      id: `NatPorts${zone + 1}`,
      metric,
      threshold: 0,
      meaning: `The NAT gateway of zone ${zone + 1} has no ports left`,
      runbook: 'nat-ports',
    })),
  };
}
