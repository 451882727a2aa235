import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { Finding } from '../../findings/finding.js';
import type { UseDay } from '../../park-use/day-use.js';
import type { KnownClosedDays } from './closed-though-published.js';
import type { PartOfOther } from './duplicates.js';
import type { ParkNames } from './finding-parts.js';
import type { GapThresholds, Surroundings } from './gaps.js';
import type { OperatingDay } from './operating-hours.js';
import type { UseSources } from './park-use.js';
import type { ObservedSpan } from './observed-spans.js';
import type { WaitThresholds } from './waits.js';

export type Thresholds = GapThresholds & WaitThresholds & { longDownMs: number };

/** Everything that is known of a park in a range of whole operating days. */
export interface ParkCheckInput extends Omit<Surroundings, 'openingIntervals'>, Omit<UseSources, 'lookedUntilMs'> {
  park: ParkNames;
  /** The folder of the destination in the archive; null where it has none. */
  archiveFolder: string | null;
  inactive: ReadonlySet<number>;
  closedDays: KnownClosedDays;
  days: readonly OperatingDay[];
  /** Of these days, and of those around them from where the oldest silence begins to where the last one may end. */
  useDays: readonly UseDay[];
  /** Of which the archive has nothing, by the log. */
  archiveHoles: readonly TimeInterval[];
  /** Of each ride also its last observation before the range, and its first one after it. */
  observed: readonly ObservedSpan[];
  /** Of rides that said the same before the first of these observations: since when. */
  unchangedSince: ReadonlyMap<number, number>;
  /** When any ride was seen last, also after the range. */
  parkConfirmedUntilMs: number;
}

export interface Examination {
  findings: Finding[];
  /** What would be a finding if the day before it were known: no reason to find it, nor to take it back. */
  undecided: Finding[];
  /** Findings of single rides or of files that are not reported, because another one names what they are about. */
  parts: PartOfOther[];
}
