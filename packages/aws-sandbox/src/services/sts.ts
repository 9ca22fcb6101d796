import { validationError } from '../errors';
import { seededSuffix } from '../resources/random';
import { queryService } from './queryService';
import type { Service } from './service';

/** STS. The access key id of an assumed role is its account, so that calls with it reach that account. */
export function stsService(): Service {
  return queryService('STS', 'https://sts.amazonaws.com/doc/2011-06-15/', {
    GetCallerIdentity: (_parameters, place) => ({
      Arn: `arn:${place.partition}:iam::${place.account}:user/sandbox`,
      UserId: `AIDA${seededSuffix(place.account, 17)}`,
      Account: place.account,
    }),
    AssumeRole: parameters => {
      const roleArn = parameters.text('RoleArn') ?? '';
      const match = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(
        roleArn,
      );
      if (!match) {
        throw validationError(`${roleArn} is invalid`);
      }
      const [, partition, account, role] = match;
      const session = parameters.text('RoleSessionName') ?? 'session';
      return {
        Credentials: {
          AccessKeyId: account,
          SecretAccessKey: 'sandbox',
          SessionToken: 'sandbox',
          Expiration: new Date(
            Date.now() +
              Number(parameters.text('DurationSeconds') ?? 3600) * 1000,
          ).toISOString(),
        },
        AssumedRoleUser: {
          AssumedRoleId: `AROA${seededSuffix(roleArn, 17)}:${session}`,
          Arn: `arn:${partition}:sts::${account}:assumed-role/${role}/${session}`,
        },
      };
    },
  });
}
