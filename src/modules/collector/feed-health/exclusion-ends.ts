import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { StoredExclusion } from '../../exclusions/exclusion.js';
import { isWaitAboveZero } from '../../exclusions/zero-waits.js';
import type { RideHistory, ObservedSpan } from './opening-intervals.js';

/**
 * When a stale feed recovered: when more rides had updates than a stale feed may have; null: it is still stale.
 */
export function endOfStaleFeed(
  { fromMs }: StoredExclusion,
  histories: readonly RideHistory[],
  minStaleShare: number,
): number | null {
  const movedAtMs = histories
    .flatMap(({ runs }) => runs.find((run) => run.fromMs > fromMs && hasNews(run, fromMs))?.fromMs ?? [])
    .sort((a, b) => a - b);
  const mayMove = Math.floor(histories.length * (1 - minStaleShare) + 1e-9);
  return movedAtMs[mayMove] ?? null;
}

/** A new row with the old timestamp only shows that polls were missed in between. */
const hasNews = ({ lastUpdatedMs }: ObservedSpan, fromMs: number): boolean =>
  lastUpdatedMs === null || lastUpdatedMs > fromMs;

/** When a night of timestamp churn ended: the ride reported another state, or the park opened; null: it continues. */
export function endOfChurnNight(
  { fromMs }: StoredExclusion,
  runs: readonly ObservedSpan[],
  inUse: readonly TimeInterval[],
  polledAtMs: number,
): number | null {
  const shown = runs.findLast((run) => run.fromMs <= fromMs) ?? runs[0]!;
  const other = runs.find(
    (run) => run.fromMs > fromMs && (run.status !== shown.status || run.waitMinutes !== shown.waitMinutes),
  );
  const opensAtMs = Math.min(...inUse.map(({ startMs }) => startMs).filter((ms) => ms > fromMs && ms <= polledAtMs));
  const endMs = Math.min(other?.fromMs ?? Infinity, opensAtMs);
  return endMs === Infinity ? null : endMs;
}

/** When the first ride operated again. */
export function endOfNeverOperating({ fromMs }: StoredExclusion, histories: readonly RideHistory[]): number | null {
  const operating = histories.flatMap(({ runs }) =>
    runs.filter(({ status, untilMs }) => status === 'OPERATING' && untilMs > fromMs).map((run) => run.fromMs),
  );
  return operating.length === 0 ? null : Math.max(fromMs, Math.min(...operating));
}

/** When a ride first posted a wait again. */
export function endOfZeroWaits({ fromMs }: StoredExclusion, histories: readonly RideHistory[]): number | null {
  const posted = histories.flatMap(({ runs }) =>
    runs.filter((run) => run.status === 'OPERATING' && isWaitAboveZero(run.waitMinutes) && run.untilMs > fromMs),
  );
  return posted.length === 0 ? null : Math.max(fromMs, Math.min(...posted.map((run) => run.fromMs)));
}
