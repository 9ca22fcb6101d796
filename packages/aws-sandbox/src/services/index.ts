import { cloudFormationService } from './cloudformation';
import { cloudTrailService } from './cloudTrail';
import { cloudWatchService } from './cloudWatch';
import { ec2Service } from './ec2';
import { ecrService } from './ecr';
import { iamService } from './iam';
import { logsService } from './logs';
import { missingService } from './missingService';
import { route53Service } from './route53';
import { s3Service } from './s3';
import type { Service, ServiceContext } from './service';
import { ssmService } from './ssm';
import { stsService } from './sts';
import { taggingService } from './tagging';

export * from './service';

/** Finds a service by its name in signatures; those that the sandbox does not have answer every call with an error. */
export type FindService = (name: string) => Service;

/** The services of the sandbox. */
export function allServices(context: ServiceContext): FindService {
  const services = new Map([
    ['cloudformation', cloudFormationService(context)],
    ['cloudtrail', cloudTrailService()],
    ['ec2', ec2Service()],
    ['ecr', ecrService()],
    ['iam', iamService(context.state)],
    ['logs', logsService()],
    ['monitoring', cloudWatchService()],
    ['route53', route53Service(context.state)],
    ['s3', s3Service(context)],
    ['ssm', ssmService(context)],
    ['sts', stsService()],
    ['tagging', taggingService()],
  ]);
  return name => services.get(name) ?? missingService(name);
}
