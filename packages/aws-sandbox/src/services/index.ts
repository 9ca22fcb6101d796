import { cloudFormationService } from './cloudformation';
import { cloudTrailService } from './cloudtrail';
import { ec2Service } from './ec2';
import { s3Service } from './s3';
import { ssmService } from './ssm';
import { stsService } from './sts';
import type { Service, ServiceContext } from './service';

export * from './service';

/** The services of the sandbox by the name that signatures give them. */
export function allServices(context: ServiceContext): Map<string, Service> {
  return new Map([
    ['cloudformation', cloudFormationService(context)],
    ['cloudtrail', cloudTrailService()],
    ['ec2', ec2Service()],
    ['s3', s3Service(context)],
    ['ssm', ssmService(context)],
    ['sts', stsService()],
  ]);
}
