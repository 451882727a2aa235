import { groupBy } from '../../../common/collections.js';
import type { RuleReason, StoredExclusion } from '../../exclusions/exclusion.js';
import type { ParkCheckInput } from './check-input.js';
import type { ObservedSpan } from './observed-spans.js';

/** Rules that judge the live feed as it is polled: what an import brings of that time they never see. */
export const LIVE_RULES: readonly RuleReason[] = ['STALE_FEED', 'TIMESTAMP_CHURN', 'STALE_ROW', 'NEVER_OPERATING'];

/** While in progress, one by these rules is ended by the rule alone. For parks that never operated a check ends it too. */
export const ENDED_BY_LIVE_RULE: readonly RuleReason[] = LIVE_RULES.filter((reason) => reason !== 'NEVER_OPERATING');

/** Of a feed that stands still no more attractions than these have news. */
const MAX_MOVING_SHARE = 0.1;

/** Whether the archive tells of the excluded time what the rule took for impossible. */
export function isContradicted(
  exclusion: Pick<StoredExclusion, 'reason' | 'rideId' | 'fromMs' | 'toMs'>,
  { observed, attractions }: Pick<ParkCheckInput, 'observed' | 'attractions'>,
): boolean {
  const { reason, rideId, fromMs, toMs } = exclusion;
  const isWithin = (one: ObservedSpan) =>
    one.source === 'ARCHIVE' && one.fromMs > fromMs && one.fromMs < (toMs ?? Infinity);
  const ofTarget = observed.filter((one) =>
    rideId === null ? attractions.has(one.rideId) : one.rideId === rideId || one.storedUnder === rideId,
  );
  if (reason === 'NEVER_OPERATING') return ofTarget.some((one) => one.status === 'OPERATING' && isWithin(one));
  const news = [...groupBy(ofTarget, (one) => one.rideId).values()].map((ofRide) => changesOf(ofRide).filter(isWithin));
  const moving = news.filter((changes) => changes.length > 0).length;
  if (reason === 'STALE_FEED') return moving > attractions.size * MAX_MOVING_SHARE;
  return moving > 0;
}

/** Observations that say something else than the one before them. @param seen of one ride, oldest first */
const changesOf = (observed: readonly ObservedSpan[]): ObservedSpan[] =>
  observed.filter((one, index) => {
    const before = observed[index - 1];
    return before !== undefined && (before.status !== one.status || before.waitMinutes !== one.waitMinutes);
  });
