import { groupBy } from '../../../common/collections/group-by.js';
import type { RuleExclusion } from '../../exclusions/exclusion.js';
import { findZeroWaits, type ZeroWaits, type ZeroWaitThresholds } from '../../exclusions/rules/zero-waits.js';
import { type Finding, fingerprintOf } from '../../findings/finding.js';
import type { LocalDays } from '../../snapshots/local-days.js';
import type { ParkEvidence } from './park-evidence.js';
import { MIN_FROZEN_RIDES, SHORT_WAIT_MINUTES, stretchesOf } from './waits.js';

type Facts = Pick<
  ParkEvidence,
  'park' | 'seen' | 'heldSince' | 'attractions' | 'parkSeenUntilMs' | 'lookedUntilMs' | 'range'
>;

/**
 * Stretches in which a whole park stood still, and in which so many rides had a queue that it cannot have stood still by
 * itself: short queues may well do so on a calm day.
 */
export function frozenParkExclusions(facts: Facts, findings: readonly Finding[]): RuleExclusion[] {
  const frozen = findings.filter(({ reason }) => reason === 'FROZEN_PARK');
  if (frozen.length === 0) return [];
  const long = stretchesWithQueue(facts);
  return frozen.flatMap((finding) => {
    const [fromMs, untilMs] = [finding.windowStart!.getTime(), finding.windowEnd!.getTime()];
    const rides = long.filter(({ startMs, endMs }) => startMs <= fromMs && endMs >= untilMs);
    if (rides.length < MIN_FROZEN_RIDES) return [];
    const toMs = isOngoing(facts, untilMs) ? null : untilMs;
    const { parkId } = facts.park;
    return [
      {
        ...{ parkId, rideId: null, fromMs, toMs, scope: 'ALL', reason: 'FROZEN_PARK' },
        ...{ note: finding.description, findingFingerprint: fingerprintOf(finding) },
      },
    ];
  });
}

/** Nothing has been seen since, and nothing can have been. */
const isOngoing = ({ parkSeenUntilMs, lookedUntilMs, range }: Facts, untilMs: number): boolean =>
  untilMs >= parkSeenUntilMs && lookedUntilMs <= range.endMs;

function stretchesWithQueue({ seen, heldSince }: Facts) {
  const byRide = groupBy(seen, ({ rideId }) => rideId);
  return [...byRide]
    .flatMap(([rideId, ofRide]) => stretchesOf(ofRide, heldSince.get(rideId)))
    .filter(({ first }) => first.status === 'OPERATING' && (first.waitMinutes ?? 0) >= SHORT_WAIT_MINUTES);
}

/** Stretches of the range in which the park posted nothing but zeros. */
export function zeroWaitsOf(
  { seen, attractions, range }: Facts,
  localDays: LocalDays,
  limits: ZeroWaitThresholds,
): ZeroWaits[] {
  // Of the time after the range only the next observation of each ride is known.
  const posted = seen.filter(({ rideId, fromMs }) => attractions.has(rideId) && fromMs < range.endMs);
  return findZeroWaits(posted, localDays, limits);
}
