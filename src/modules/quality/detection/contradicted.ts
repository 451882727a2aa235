import { groupBy } from '../../../common/collections.js';
import type { RuleReason, StoredExclusion } from '../../exclusions/exclusion.js';
import type { ParkCheckInput } from './check-input.js';
import type { ObservedSpan } from './observed-spans.js';

/** Rules that judge the live feed at each poll; they never examine data that an import adds later. */
export const LIVE_RULES: readonly RuleReason[] = ['STALE_FEED', 'TIMESTAMP_CHURN', 'STALE_ROW', 'NEVER_OPERATING'];

/** An exclusion in progress of these rules is ended only by its rule. A check may end NEVER_OPERATING too. */
export const ENDED_BY_LIVE_RULE: readonly RuleReason[] = LIVE_RULES.filter((reason) => reason !== 'NEVER_OPERATING');

/** In a stale feed, at most this share of the attractions changes. */
const MAX_MOVING_SHARE = 0.1;

/** Whether imported data from the excluded interval contradicts the rule's verdict. */
export function isContradicted(
  exclusion: Pick<StoredExclusion, 'reason' | 'rideId' | 'fromMs' | 'toMs'>,
  { observed, attractions }: Pick<ParkCheckInput, 'observed' | 'attractions'>,
): boolean {
  const { reason, rideId, fromMs, toMs } = exclusion;
  const isWithin = (one: ObservedSpan) =>
    one.source !== 'LIVE' && one.fromMs > fromMs && one.fromMs < (toMs ?? Infinity);
  const ofTarget = observed.filter((one) =>
    rideId === null ? attractions.has(one.rideId) : one.rideId === rideId || one.storedUnder === rideId,
  );
  if (reason === 'NEVER_OPERATING') return ofTarget.some((one) => one.status === 'OPERATING' && isWithin(one));
  const news = [...groupBy(ofTarget, (one) => one.rideId).values()].map((ofRide) => changesOf(ofRide).filter(isWithin));
  const moving = news.filter((changes) => changes.length > 0).length;
  if (reason === 'STALE_FEED') return moving > attractions.size * MAX_MOVING_SHARE;
  return moving > 0;
}

/** Observations that differ from the one before them. @param observed observations of one ride, oldest first */
const changesOf = (observed: readonly ObservedSpan[]): ObservedSpan[] =>
  observed.filter((one, index) => {
    const before = observed[index - 1];
    return before !== undefined && (before.status !== one.status || before.waitMinutes !== one.waitMinutes);
  });
