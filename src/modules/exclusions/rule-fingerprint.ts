import { createHash } from 'node:crypto';
import type { ExclusionInterval, ExclusionOrigin, ExclusionReason, ExclusionTarget } from './exclusion.js';

type Identified = ExclusionTarget &
  Pick<ExclusionInterval, 'fromMs'> & { reason: ExclusionReason; origin: ExclusionOrigin };

/**
 * Of a rule the same reason, target and beginning are the same exclusion, whatever park a ride is in. Null for what a
 * person excludes: that may be done twice.
 */
export function fingerprintOfRule({ reason, origin, parkId, rideId, fromMs }: Identified): string | null {
  if (origin === 'PERSON') return null;
  const target = rideId === null ? ['PARK', parkId] : ['RIDE', rideId];
  return createHash('sha256')
    .update(JSON.stringify([reason, ...target, fromMs]))
    .digest('hex');
}
