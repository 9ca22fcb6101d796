import { jsonService } from './jsonService';
import type { Service } from './service';

/** CloudTrail: the toolkit looks there for the calls behind a failure. The sandbox keeps no such record. */
export function cloudTrailService(): Service {
  return jsonService('CloudTrail', '1.1', {
    LookupEvents: () => ({ Events: [] }),
  });
}
