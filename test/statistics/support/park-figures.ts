import type { PublishedInterval, UseType } from '../../../src/modules/park-use/published-interval.js';
import type { RideStatus } from '../../../src/modules/snapshots/observations.js';
import { ParkCalendar } from '../../../src/modules/statistics/days/park-calendar.js';
import {
  parkDays,
  type ParkDaysInput,
  type ParkDaysStatistics,
} from '../../../src/modules/statistics/days/park-days.js';
import type { RideDay } from '../../../src/modules/statistics/days/rollup-rows.js';
import { Polls } from '../../../src/modules/statistics/timeline/live-spans.js';
import {
  mergeCanonicalGroup,
  type ObservedRow,
  ObservedRows,
} from '../../../src/modules/statistics/timeline/observed-rows.js';
import { statusCode } from '../../support/observations.js';
import { type RideHour, unpackedDay } from '../../support/ride-hour-rows.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const LIMITS = { archiveMs: 360 * MINUTE_MS, liveMs: 15 * MINUTE_MS, parkNoDataMs: 60 * MINUTE_MS };

/** An observation as a test writes it; with `until` a run of live polls. */
export type ObservedState = readonly [
  at: string,
  status: RideStatus | null,
  waitMinutes?: number | null,
  until?: string,
];

export const rowOf = ([at, status, wait, until]: ObservedState): Partial<ObservedRow> => ({
  atMs: Date.parse(at),
  confirmedUntilMs: Date.parse(until ?? at),
  status: statusCode(status),
  waitMinutes: wait ?? -1,
  isLive: until !== undefined,
});

export interface ParkOptions {
  timezone?: string | null;
  dayStartMinutes?: number;
  /** First and last local date. */
  dates: readonly [first: string, last: string];
  limits?: typeof LIMITS;
  openings?: readonly PublishedInterval[];
  polls?: readonly string[];
  /** Something else of the park is seen, closed, every half hour: no silence ends a value. */
  watched?: boolean;
  /** By ride id; several lists are a ride and those linked to it. */
  rides: Readonly<Record<number, readonly ObservedState[] | readonly (readonly ObservedState[])[]>>;
}

/** Its rows are in no figures of the park. */
export const WATCHER = 99;

export function parkInput(options: ParkOptions): ParkDaysInput {
  const { timezone = 'UTC', dayStartMinutes = 0, dates, limits = LIMITS } = options;
  const calendar = new ParkCalendar(timezone, dayStartMinutes, ...dates);
  const rides = Object.entries(options.rides).map(([rideId, observed]) => {
    const isGroup = observed.length > 0 && Array.isArray(observed[0]![0]);
    const members = (isGroup ? observed : [observed]) as readonly (readonly ObservedState[])[];
    const rows = mergeCanonicalGroup(members.map((member) => ObservedRows.of(member.map(rowOf))));
    return { rideId: Number(rideId), countsForPark: true, isListedAt: () => true, rows, lastConfirmed: null };
  });
  if (options.watched === true) {
    const looks = Math.ceil((calendar.endMs - calendar.startMs) / (30 * MINUTE_MS));
    const atMs = Array.from({ length: looks }, (_, look) => calendar.startMs + look * 30 * MINUTE_MS);
    const rows = ObservedRows.of(atMs.map((ms) => ({ atMs: ms, status: statusCode('CLOSED') })));
    rides.push({ rideId: WATCHER, countsForPark: false, isListedAt: () => true, rows, lastConfirmed: null });
  }
  const polls = new Polls(
    (options.polls ?? []).map((poll) => Date.parse(poll)),
    limits.liveMs,
  );
  const published = options.openings ?? [];
  return { parkId: 7, calendar, limits, published, waitCeilingMinutes: 600, polls, rides };
}

export class ParkStatistics {
  readonly all: ParkDaysStatistics;

  constructor(options: ParkOptions) {
    this.all = parkDays(parkInput(options));
  }

  day(rideId: number, localDate: string): RideDay | undefined {
    return this.all.days.find((day) => day.rideId === rideId && day.localDate === localDate);
  }

  hours(rideId: number, localDate: string): RideHour[] {
    const day = this.all.hours.find((hours) => hours.rideId === rideId && hours.localDate === localDate);
    return day === undefined ? [] : unpackedDay(day);
  }

  park(localDate: string) {
    return this.all.parkDays.find((day) => day.localDate === localDate);
  }
}

/** Time-weighted. */
export function averageWait(day: RideDay | undefined): number | null {
  return day === undefined || day.waitKnownMs === 0 ? null : day.waitMinutesMs / day.waitKnownMs;
}

export function openingOf(
  localDate: string,
  startsAt: string,
  endsAt: string,
  type: UseType = 'OPERATING',
): PublishedInterval {
  return { localDate, type, startMs: Date.parse(startsAt), endMs: Date.parse(endsAt), description: null };
}
