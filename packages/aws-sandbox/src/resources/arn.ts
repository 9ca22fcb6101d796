import type { Place } from '../state/place';

/** Builds an ARN in a place. */
export function arn(
  place: Place,
  service: string,
  resource: string,
  scope: { region?: boolean; account?: boolean } = {},
): string {
  const { region = true, account = true } = scope;
  return [
    'arn',
    place.partition,
    service,
    region ? place.region : '',
    account ? place.account : '',
    resource,
  ].join(':');
}
