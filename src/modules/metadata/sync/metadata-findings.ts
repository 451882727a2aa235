import type { Finding } from '../../findings/finding.js';
import type { PositionProblem } from '../position/check-position.js';
import type { FactField } from '../revise-metadata.js';
import type { HeightProblem } from '../tags/read-heights.js';
import type { SyncableRide } from './syncable-ride.js';

function aboutRide({ rideId, parkId }: SyncableRide) {
  return {
    entityType: 'RIDE',
    entityId: rideId,
    parkId,
    importId: null,
    windowStart: null,
    windowEnd: null,
    recordsAffected: 1,
  } satisfies Partial<Finding>;
}

export function positionFinding(
  ride: SyncableRide,
  { problem, description, location }: { problem: PositionProblem; description: string; location: unknown },
): Finding {
  return {
    ...aboutRide(ride),
    issueType: 'INVALID',
    reason: problem,
    identity: [ride.rideId],
    description: `The position of "${ride.name}" is refused: ${description}`,
    sample: { location, park: ride.parkPosition },
  };
}

export function heightFinding(ride: SyncableRide, { reason, field, description, tag }: HeightProblem): Finding {
  return {
    ...aboutRide(ride),
    issueType: 'INVALID',
    reason,
    identity: [ride.rideId, field],
    description: `${field} of "${ride.name}" is refused: ${description}`,
    sample: tag,
  };
}

export function keptFinding(ride: SyncableRide, field: FactField, value: unknown): Finding {
  return {
    ...aboutRide(ride),
    issueType: 'MISSING_FIELD',
    reason: 'METADATA_WITHDRAWN',
    identity: [ride.rideId, field],
    description: `The source no longer gives ${field} of "${ride.name}": what was known is kept`,
    sample: { [field]: value },
  };
}
