import { schemaProblem } from './schema';

/** Loads the schemas of all resource types, about a second's work, so that the first deployment need not wait for it. */
export function warmUp(): void {
  schemaProblem('AWS::SNS::Topic', {}, 'us-east-1');
}
