import { HOUR_MS, MINUTE_MS } from '../../../common/time/calendar.js';
import type { TimeInterval } from '../../../common/time/time-intervals.js';
import type { RideStatus } from '../../snapshots/observations.js';
import type { DailyInput, StateChange } from './daily-input.js';
import type { DailyMinutes, DailyRow, WaitCounts } from './daily-row.js';
import { WaitTally } from './wait-tally.js';

/*
 * The rules by which ThemeParks.wiki computes a row of `/history/daily`. They are not the rules of our own statistics
 * (docs/statistics.md); docs/history-api.md describes them with an example.
 */

export type DailyRuleVersion =
  /** Rows without `unknownMinutes`: every OPERATING minute counts, and a run carried over midnight begins at midnight. */
  | 'EARLIER'
  /** Rows recorded until October 2026: OPERATING outside published hours is unknown after four unconfirmed hours. */
  | 'UNCONFIRMED'
  /** Days from 2026-10-08: OPERATING and DOWN are also unknown after the entity is missing in the feed for 24 hours. */
  | 'ABSENT';

/** The first day that is counted with the rule about missing entities. */
export const ABSENT_RULE_FROM = '2026-10-08';

const UNCONFIRMED_MS = 4 * HOUR_MS;
const ABSENT_MS = 24 * HOUR_MS;
/** A wait that is shown when a run begins counts if it changed within this time. */
const SHOWN_AT_OPENING_MS = 24 * HOUR_MS;

/** The rules by which a row was computed: a row without `unknownMinutes` is of the earlier ones. */
export function ruleVersionOf({ date, unknownMinutes }: Pick<DailyRow, 'date' | 'unknownMinutes'>): DailyRuleVersion {
  if (unknownMinutes === null) return 'EARLIER';
  return date < ABSENT_RULE_FROM ? 'UNCONFIRMED' : 'ABSENT';
}

export interface DailyRuleOptions {
  version: DailyRuleVersion;
  /** Longer waits are implausible: 600, or 300 at some destinations. */
  ceilingMinutes: number;
}

/**
 * The daily row of one entity; null if there is nothing to report: no change, and no minute counted. The state is sampled at
 * the start of each minute.
 */
export function buildDailyRow(input: DailyInput, options: DailyRuleOptions): DailyRow | null {
  const day = new SampledDay(input, options);
  const ofDay = input.changes.filter(({ atMs }) => isWithin(atMs, input.day) && atMs < input.untilMs);
  const lastMs = Math.min(input.day.endMs, input.untilMs);
  let next = 0;
  for (let minuteMs = input.day.startMs; minuteMs < lastMs; minuteMs += MINUTE_MS) {
    while (next < ofDay.length && ofDay[next]!.atMs <= minuteMs) day.apply(ofDay[next++]!);
    day.sample(minuteMs);
  }
  while (next < ofDay.length) day.apply(ofDay[next++]!);
  const row = day.row(ofDay);
  const { operatingMinutes, downMinutes, unknownMinutes } = row;
  return ofDay.length === 0 && operatingMinutes + downMinutes + (unknownMinutes ?? 0) === 0 ? null : row;
}

const isWithin = (atMs: number, { startMs, endMs }: TimeInterval): boolean => atMs >= startMs && atMs < endMs;
const isWithinAny = (atMs: number, intervals: readonly TimeInterval[]): boolean =>
  intervals.some((interval) => isWithin(atMs, interval));
const endsRun = (status: RideStatus | null): boolean => status === 'CLOSED' || status === 'REFURBISHMENT';

/** A wait as it is shown, and since when. */
interface ShownWait {
  minutes: number | null;
  /** -Infinity: unknown, or long ago. */
  postedAtMs: number;
  /** Whether it counts: it was posted on this day, or was recent when the run began. */
  isValid: boolean;
}

/** The counters of a whole day, or of its part within the published hours. */
class MinuteTally {
  operatingMinutes = 0;
  downMinutes = 0;
  unknownMinutes = 0;
  readonly standby: WaitTally;
  readonly singleRider: WaitTally;

  constructor(ceilingMinutes: number) {
    this.standby = new WaitTally(ceilingMinutes);
    this.singleRider = new WaitTally(ceilingMinutes);
  }

  minutes(isEarlier: boolean): DailyMinutes {
    const { operatingMinutes, downMinutes, unknownMinutes, standby, singleRider } = this;
    return {
      operatingMinutes,
      downMinutes,
      unknownMinutes: isEarlier ? null : unknownMinutes,
      standby: standby.statistics(),
      singleRider: singleRider.statistics(),
      extremeWaits: isEarlier ? null : countsOf(standby.extremeReadings, singleRider.extremeReadings),
      implausibleWaits: isEarlier ? null : countsOf(standby.implausibleReadings, singleRider.implausibleReadings),
    };
  }
}

const countsOf = (standby: number, singleRider: number): WaitCounts | null =>
  standby + singleRider === 0 ? null : { standby, singleRider };

/** The state of the entity while the day is walked through, and what has been counted so far. */
class SampledDay {
  private status: RideStatus | null;
  /** When the status last changed within this day; -Infinity: it was carried over midnight. */
  private statusChangedAtMs = -Infinity;
  private changedAtMs: number;
  private isInRun: boolean;
  private readonly standby: ShownWait;
  private readonly singleRider: ShownWait;
  private readonly whole: MinuteTally;
  private readonly inHours: MinuteTally;
  private readonly allHours: readonly TimeInterval[];
  private scheduledMinutes = 0;

  constructor(
    private readonly input: DailyInput,
    private readonly options: DailyRuleOptions,
  ) {
    const { opening } = input;
    this.status = opening?.status ?? null;
    this.changedAtMs = opening?.changedAtMs ?? -Infinity;
    this.isInRun = opening?.isInRun ?? this.status === 'OPERATING';
    this.standby = carriedWait(opening?.standbyMinutes, opening?.standbyChangedAtMs);
    this.singleRider = carriedWait(opening?.singleRiderMinutes, opening?.singleRiderChangedAtMs);
    this.whole = new MinuteTally(options.ceilingMinutes);
    this.inHours = new MinuteTally(options.ceilingMinutes);
    this.allHours = [...input.hours, ...input.neighbourHours];
  }

  apply(change: StateChange): void {
    const { atMs, status } = change;
    post(this.standby, change.standbyMinutes, atMs);
    post(this.singleRider, change.singleRiderMinutes, atMs);
    if (status !== this.status) {
      if (endsRun(status)) this.isInRun = false;
      else if (status === 'OPERATING' && !this.isInRun) this.beginRun(atMs);
      this.statusChangedAtMs = atMs;
    }
    this.status = status;
    if (change.changesState) this.changedAtMs = atMs;
    this.showWaits(atMs, false);
  }

  /** Counts the minute that starts now. */
  sample(minuteMs: number): void {
    const isInHours = isWithinAny(minuteMs, this.input.hours);
    if (isInHours) this.scheduledMinutes++;
    const counter = this.counterAt(minuteMs);
    if (counter === null) return;
    this.whole[counter]++;
    if (isInHours) this.inHours[counter]++;
    this.showWaits(minuteMs, true);
  }

  row(ofDay: readonly StateChange[]): DailyRow {
    const { date, hours, day, showStartsMs } = this.input;
    const isEarlier = this.options.version === 'EARLIER';
    const inParkHours = isEarlier || hours.length === 0 ? null : this.inHours.minutes(false);
    return {
      date,
      firstOperatingAtMs: firstOperatingAt(this.input, ofDay, this.options.version),
      lastClosedAtMs: lastClosedAt(this.input, this.options.version),
      ...this.whole.minutes(isEarlier),
      showCount: showStartsMs && new Set(showStartsMs.filter((startMs) => isWithin(startMs, day))).size,
      inParkHours: inParkHours && { scheduledMinutes: this.scheduledMinutes, ...inParkHours },
      changes: ofDay.length,
    };
  }

  private beginRun(atMs: number): void {
    this.isInRun = true;
    for (const wait of [this.standby, this.singleRider]) {
      wait.isValid = atMs - wait.postedAtMs <= SHOWN_AT_OPENING_MS;
    }
  }

  private counterAt(atMs: number): 'operatingMinutes' | 'downMinutes' | 'unknownMinutes' | null {
    const { version } = this.options;
    if (version !== 'EARLIER' && (this.status === null || isWithinAny(atMs, this.input.gaps))) return 'unknownMinutes';
    if (this.status !== 'OPERATING' && this.status !== 'DOWN') return null;
    if (version === 'ABSENT' && this.isMissing(atMs)) return 'unknownMinutes';
    if (this.status === 'DOWN') return 'downMinutes';
    return version !== 'EARLIER' && this.isUnconfirmed(atMs) ? 'unknownMinutes' : 'operatingMinutes';
  }

  /** With published hours, only a change of status on this day confirms; without, any change, even before midnight. */
  private isUnconfirmed(atMs: number): boolean {
    if (isWithinAny(atMs, this.allHours)) return false;
    const confirmedAtMs = this.input.hours.length > 0 ? this.statusChangedAtMs : this.changedAtMs;
    return atMs - confirmedAtMs >= UNCONFIRMED_MS;
  }

  private isMissing(atMs: number): boolean {
    return this.input.absences.some((absence) => isWithin(atMs, absence) && atMs - absence.startMs >= ABSENT_MS);
  }

  /** A value that is shown for less than a minute counts for the extremes, not for the other statistics. */
  private showWaits(atMs: number, isSampled: boolean): void {
    if (this.counterAt(atMs) !== 'operatingMinutes') return;
    const tallies = isWithinAny(atMs, this.input.hours) ? [this.whole, this.inHours] : [this.whole];
    for (const tally of tallies) {
      for (const queue of ['standby', 'singleRider'] as const) {
        const { minutes, postedAtMs, isValid } = this[queue];
        if (isValid) tally[queue].show(minutes, postedAtMs, isSampled);
      }
    }
  }
}

/** A wait carried over midnight does not count until it changes. */
const carriedWait = (minutes: number | null | undefined, changedAtMs: number | null | undefined): ShownWait => ({
  minutes: minutes ?? null,
  postedAtMs: changedAtMs ?? -Infinity,
  isValid: false,
});

function post(wait: ShownWait, minutes: number | null, atMs: number): void {
  if (minutes === wait.minutes) return;
  wait.minutes = minutes;
  wait.postedAtMs = atMs;
  wait.isValid = true;
}

/** The first change to OPERATING. */
function firstOperatingAt(
  { opening, day }: DailyInput,
  ofDay: readonly StateChange[],
  version: DailyRuleVersion,
): number | null {
  if (version === 'EARLIER' && opening?.status === 'OPERATING') return day.startMs;
  let status = opening?.status ?? null;
  for (const change of ofDay) {
    if (change.status === 'OPERATING' && status !== 'OPERATING') return change.atMs;
    status = change.status;
  }
  return null;
}

/**
 * The close of the last run that began on the day. The rows recorded in September 2026 report no close after midnight, although
 * the documentation describes it; the earlier rules reported the last close of the day.
 */
function lastClosedAt(input: DailyInput, version: DailyRuleVersion): number | null {
  const { opening, day, untilMs } = input;
  let status = opening?.status ?? null;
  let isInRun = opening?.isInRun ?? status === 'OPERATING';
  let beganOnDay = version === 'EARLIER' && isInRun;
  let closedAtMs: number | null = null;
  let confirmedAtMs = -Infinity;
  for (const { atMs, ...change } of input.changes) {
    const isToday = isWithin(atMs, day);
    if (atMs >= untilMs && isToday) break;
    if (!isToday && (version !== 'ABSENT' || !isInRun)) break;
    if (change.status !== status) {
      if (endsRun(change.status) && isInRun) {
        if (beganOnDay) closedAtMs = isLateAndUnconfirmed(input, confirmedAtMs, atMs, version) ? null : atMs;
        isInRun = false;
      } else if (change.status === 'OPERATING' && !isInRun) {
        [isInRun, beganOnDay, closedAtMs] = [true, true, version === 'EARLIER' ? closedAtMs : null];
      }
    }
    if (change.status !== status || (input.hours.length === 0 && change.changesState)) confirmedAtMs = atMs;
    status = change.status;
  }
  return closedAtMs;
}

/** A close counts for nothing if the run was outside published hours for four hours, with nothing to confirm it. */
function isLateAndUnconfirmed(
  { hours, neighbourHours }: DailyInput,
  confirmedAtMs: number,
  atMs: number,
  version: DailyRuleVersion,
): boolean {
  if (version === 'EARLIER') return false;
  const begun = [...hours, ...neighbourHours].filter(({ startMs }) => startMs <= atMs);
  const insideUntilMs = Math.max(-Infinity, ...begun.map(({ endMs }) => endMs));
  return atMs - Math.max(confirmedAtMs, insideUntilMs) >= UNCONFIRMED_MS;
}
