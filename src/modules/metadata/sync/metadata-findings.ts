import type { Finding, FindingKey } from '../../findings/finding.js';
import { HEIGHT_FIELDS } from '../metadata.js';
import { POSITION_PROBLEMS, type PositionProblem } from '../check-position.js';
import type { FactField } from '../revise-metadata.js';
import { HEIGHT_PROBLEMS, type HeightProblem } from './read-heights.js';
import type { SyncableRide } from './syncable-ride.js';

type RideKey = Pick<SyncableRide, 'rideId'>;

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
    ...positionKey(ride, problem),
    description: `The position of "${ride.name}" is refused: ${description}`,
    sample: { location, park: ride.parkPosition },
  };
}

export function heightFinding(ride: SyncableRide, { reason, field, description, tag }: HeightProblem): Finding {
  return {
    ...aboutRide(ride),
    ...heightKey(ride, reason, field),
    description: `${field} of "${ride.name}" is refused: ${description}`,
    sample: tag,
  };
}

export function keptFinding(ride: SyncableRide, field: FactField, value: unknown): Finding {
  return {
    ...aboutRide(ride),
    ...cacheKey(ride, field),
    description: `The source no longer reports ${field} of "${ride.name}": the known value is kept`,
    sample: { [field]: value },
  };
}

export function cacheKey({ rideId }: RideKey, field: FactField): FindingKey {
  return { issueType: 'MISSING_FIELD', reason: 'METADATA_WITHDRAWN', identity: [rideId, field] };
}

/** Keys of all position findings except the one for the current problem. */
export function resolvedPositionKeys(ride: RideKey, problem: PositionProblem | null): FindingKey[] {
  return POSITION_PROBLEMS.filter((other) => other !== problem).map((other) => positionKey(ride, other));
}

/** Keys of all height findings except those for the current problems. */
export function resolvedHeightKeys(ride: RideKey, problems: readonly HeightProblem[]): FindingKey[] {
  return HEIGHT_FIELDS.flatMap((field) =>
    HEIGHT_PROBLEMS.filter(
      (reason) => !problems.some((reported) => reported.reason === reason && reported.field === field),
    ).map((reason) => heightKey(ride, reason, field)),
  );
}

function positionKey({ rideId }: RideKey, reason: PositionProblem): FindingKey {
  return { issueType: 'INVALID', reason, identity: [rideId] };
}

function heightKey({ rideId }: RideKey, reason: HeightProblem['reason'], field: HeightProblem['field']): FindingKey {
  return { issueType: 'INVALID', reason, identity: [rideId, field] };
}
