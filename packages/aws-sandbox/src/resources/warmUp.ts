import { schemaProblem } from './schema';

/** Loads the schemas of all resource types, which takes about a second, so that the first deployment need not wait for them. */
export function warmUp(): void {
  schemaProblem('AWS::SNS::Topic', {}, 'us-east-1');
}
