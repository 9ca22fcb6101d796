import { AwsError } from '../errors';
import { toXml, XmlValue } from '../protocols/xml';
import { zonesOf } from '../resources/zones';
import { parametersOf } from './queryService';
import type { Service, ServiceAnswer } from './service';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** EC2: regions and availability zones. It uses the Query protocol with its own format of responses. */
export function ec2Service(): Service {
  const xml = (
    status: number,
    root: { [name: string]: XmlValue },
  ): ServiceAnswer => ({
    status,
    headers: { 'Content-Type': 'text/xml;charset=UTF-8' },
    body: toXml(root),
  });
  return {
    operationOf: call => parametersOf(call).action,
    answer: async call => {
      const parameters = parametersOf(call);
      if (parameters.action !== 'DescribeAvailabilityZones') {
        throw new AwsError(
          'InvalidAction',
          `The sandbox does not have the operation ${parameters.action} of EC2`,
        );
      }
      const { account, region } = call.place;
      return xml(200, {
        DescribeAvailabilityZonesResponse: {
          '@xmlns': NAMESPACE,
          requestId: call.requestId,
          availabilityZoneInfo: {
            item: zonesOf(account, region).map(({ name, id }) => ({
              zoneName: name,
              zoneId: id,
              zoneState: 'available',
              regionName: region,
              groupName: region,
              networkBorderGroup: region,
              optInStatus: 'opt-in-not-required',
              zoneType: 'availability-zone',
            })),
          },
        },
      });
    },
    errorAnswer: (call, error) =>
      xml(error.status, {
        Response: {
          Errors: { Error: { Code: error.code, Message: error.message } },
          RequestID: call.requestId,
        },
      }),
  };
}
