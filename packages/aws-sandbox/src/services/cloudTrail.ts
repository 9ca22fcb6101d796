import { jsonService } from './jsonService';
import type { Service } from './service';

/** CloudTrail, where the toolkit looks for the calls behind a failure. The sandbox does not record calls. */
export function cloudTrailService(): Service {
  return jsonService('CloudTrail', '1.1', {
    LookupEvents: () => ({ Events: [] }),
  });
}
