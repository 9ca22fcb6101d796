import { AwsError } from '../errors';
import { toXml } from '../protocols/xml';
import type { SandboxState } from '../state/sandboxState';
import type { Service, ServiceCall } from './service';

const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/';

/** Route 53: the hosted zones of stacks. */
export function route53Service(state: SandboxState): Service {
  const operationOf = ({ request, url }: ServiceCall) =>
    request.method === 'GET' && url.pathname.endsWith('/hostedzonesbyname')
      ? 'ListHostedZonesByName'
      : `${request.method} ${url.pathname}`;
  const xml = (status: number, body: string) => ({
    status,
    headers: { 'Content-Type': 'text/xml' },
    body,
  });
  return {
    operationOf,
    answer: async call => {
      if (operationOf(call) !== 'ListHostedZonesByName') {
        throw new AwsError(
          'InvalidAction',
          `The sandbox does not have the operation ${operationOf(
            call,
          )} of Route 53`,
        );
      }
      const first = dotted(call.url.searchParams.get('dnsname') ?? '');
      const zones = hostedZones(state, call.caller.account).filter(
        ({ name }) => name >= first,
      );
      return xml(
        200,
        toXml({
          ListHostedZonesByNameResponse: {
            '@xmlns': NAMESPACE,
            HostedZones: {
              HostedZone: zones.map(({ id, name }) => ({
                Id: `/hostedzone/${id}`,
                Name: name,
                CallerReference: id,
                Config: { PrivateZone: false },
                ResourceRecordSetCount: 2,
              })),
            },
            DNSName: first,
            IsTruncated: false,
            MaxItems: 100,
          },
        }),
      );
    },
    errorAnswer: (call, { status, code, message }) =>
      xml(
        status,
        toXml({
          ErrorResponse: {
            '@xmlns': NAMESPACE,
            Error: { Type: 'Sender', Code: code, Message: message },
            RequestId: call.requestId,
          },
        }),
      ),
  };
}

/** The hosted zones of an account, sorted by name: they belong to no region. */
function hostedZones(
  state: SandboxState,
  account: string,
): { id: string; name: string }[] {
  return state
    .placesOf(account)
    .flatMap(place => place.resources('AWS::Route53::HostedZone'))
    .map(({ resource }) => ({
      id: String(resource.physicalId),
      name: dotted(String(resource.properties.Name)),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function dotted(name: string): string {
  return name === '' || name.endsWith('.') ? name : `${name}.`;
}
