import { queryService } from '../queryService';
import type { Service, ServiceContext } from '../service';
import { changeSetOperations } from './changeSets';
import { driftOperations } from './drift';
import { rollbackOperations } from './rollback';
import { stackOperations } from './stacks';
import { stackQueries } from './stackQueries';
import { templateOperations } from './templates';

/** CloudFormation. */
export function cloudFormationService(context: ServiceContext): Service {
  return queryService(
    'CloudFormation',
    'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    {
      ...stackOperations(context),
      ...stackQueries,
      ...changeSetOperations(context),
      ...rollbackOperations(context),
      ...driftOperations(context),
      ...templateOperations(context),
    },
  );
}
