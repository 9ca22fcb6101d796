import type { QueryParameters } from '../../protocols/query';
import { page } from '../paging';

/** How many items a page of CloudFormation has. */
export const PAGE = 100;

/** The requested page of a list. */
export function pageFor<T>(parameters: QueryParameters, items: readonly T[]) {
  return page(items, parameters.text('NextToken'), PAGE);
}
