import { asText, Json } from '../json';
import { jsonService } from './jsonService';
import type { Service } from './service';

/** CloudWatch Logs: the log groups of stacks. */
export function logsService(): Service {
  return jsonService('CloudWatch Logs', '1.1', {
    DescribeLogGroups: (
      { logGroupNamePrefix, logGroupNamePattern },
      place,
    ) => ({
      logGroups: place
        .resources('AWS::Logs::LogGroup')
        .map(({ resource }) => ({
          logGroupName: String(resource.physicalId),
          retentionInDays: resource.properties.RetentionInDays,
          kmsKeyId: resource.properties.KmsKeyId,
          arn: `arn:${place.partition}:logs:${place.region}:${place.account}:log-group:${resource.physicalId}:*`,
          storedBytes: 0,
        }))
        .filter(
          ({ logGroupName }) =>
            logGroupName.startsWith(text(logGroupNamePrefix)) &&
            logGroupName.includes(text(logGroupNamePattern)),
        )
        .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1)),
    }),
  });
}

function text(value: Json | undefined): string {
  return asText(value) ?? '';
}
