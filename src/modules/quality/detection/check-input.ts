import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Finding } from '../../findings/finding.js';
import type { UseDay } from '../../park-use/day-use.js';
import type { KnownClosedDays } from './closed-though-published.js';
import type { PartOfOther } from './duplicates.js';
import type { ExcludedTime } from './excluded-findings.js';
import type { ParkNames } from './finding-parts.js';
import type { GapThresholds, Surroundings } from './gaps.js';
import type { OperatingDay } from './operating-hours.js';
import type { UseSources } from './use-of-days.js';
import type { ObservedSpan } from './observed-spans.js';
import type { WaitThresholds } from './waits.js';

export type Thresholds = GapThresholds & WaitThresholds & { longDownMs: number };

/** Input of the detectors about a park in a range of whole operating days. */
export interface ParkCheckInput extends Omit<Surroundings, 'openingIntervals'>, Omit<UseSources, 'lookedUntilMs'> {
  park: ParkNames;
  /** The folder of the destination in the archive; null if it has none. */
  archiveFolder: string | null;
  inactive: ReadonlySet<number>;
  closedDays: KnownClosedDays;
  /** Data of the park and its rides that is excluded. */
  excluded: readonly ExcludedTime[];
  days: readonly OperatingDay[];
  /** The local days of the range and around it, from the start of the oldest gap to the latest possible end of the last. */
  useDays: readonly UseDay[];
  /** Intervals without archive data, by the log. */
  archiveHoles: readonly TimeInterval[];
  /** Includes the last observation of each ride before the range, and its first one after it. */
  observed: readonly ObservedSpan[];
  /** For rides whose first observation here continues an earlier, equal one: since when they are unchanged. */
  unchangedSince: ReadonlyMap<number, number>;
  /** The last observation of any ride, including after the range. */
  parkConfirmedUntilMs: number;
}

export interface Examination {
  findings: Finding[];
  /** Findings that depend on an unknown day before: they are neither recorded nor resolved. */
  undecided: Finding[];
  /** Findings of single rides or files that are not reported, because another finding covers them. */
  parts: PartOfOther[];
}
