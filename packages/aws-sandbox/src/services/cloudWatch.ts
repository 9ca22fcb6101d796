import { AwsError } from '../errors';
import { asText } from '../json';
import type { Place } from '../state/place';
import { queryService } from './queryService';
import type { Service } from './service';

/** CloudWatch: the dashboards of stacks. */
export function cloudWatchService(): Service {
  return queryService(
    'CloudWatch',
    'http://monitoring.amazonaws.com/doc/2010-08-01/',
    {
      GetDashboard: (parameters, place) => {
        const name = parameters.text('DashboardName') ?? '';
        const dashboard = dashboardsOf(place).find(one => one.name === name);
        if (!dashboard) {
          throw new AwsError(
            'ResourceNotFound',
            `Dashboard ${name} does not exist`,
            404,
          );
        }
        return {
          DashboardName: name,
          DashboardArn: `arn:${place.partition}:cloudwatch::${place.account}:dashboard/${name}`,
          DashboardBody: dashboard.body,
        };
      },
      ListDashboards: (parameters, place) => ({
        DashboardEntries: dashboardsOf(place)
          .filter(({ name }) =>
            name.startsWith(parameters.text('DashboardNamePrefix') ?? ''),
          )
          .map(({ name }) => ({ DashboardName: name })),
      }),
    },
  );
}

function dashboardsOf(place: Place): { name: string; body: string }[] {
  return place.resources('AWS::CloudWatch::Dashboard').map(({ resource }) => ({
    name: String(resource.physicalId),
    body: asText(resource.properties.DashboardBody) ?? '{}',
  }));
}
