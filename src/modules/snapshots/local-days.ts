import { DAY_MS, dayAfter, daysFromTo, MINUTE_MS } from '../../common/time/calendar.js';
import { MAX_AHEAD_OF_UTC_MS, MAX_BEHIND_UTC_MS, type TimeZone } from '../../common/time/zones/time-zone.js';
import { timeZoneOf } from '../../common/time/zones/time-zones.js';

/** An import walks through years: the cache must not grow with them. */
const MAX_CACHED_UTC_DAYS = 400;

interface LocalDay {
  localDate: string;
  /** The start of the next one: local days leave no instant out and share none. */
  endMs: number;
}

/**
 * The park-days of one zone. A day begins at the first instant at which the park's clock shows `dayStartMinutes` after
 * midnight, or at the turn of the clock that skips this time; a turn back does not begin it again.
 */
export class LocalDays {
  private readonly byUtcDay = new Map<number, LocalDay[]>();

  /** @param timezone an IANA name; null (not known yet) counts as UTC */
  constructor(
    private readonly timezone: string | null,
    private readonly dayStartMinutes: number,
    private readonly zone: TimeZone = timeZoneOf(timezone),
  ) {}

  /** `YYYY-MM-DD` of the instant, in milliseconds since 1970 UTC. */
  dateOf(instantMs: number): string {
    const utcDay = Math.floor(instantMs / DAY_MS);
    let days = this.byUtcDay.get(utcDay);
    if (days === undefined) {
      if (this.byUtcDay.size >= MAX_CACHED_UTC_DAYS) this.byUtcDay.clear();
      days = this.covering(utcDay * DAY_MS, (utcDay + 1) * DAY_MS - 1);
      this.byUtcDay.set(utcDay, days);
    }
    return days.find(({ endMs }) => instantMs < endMs)!.localDate;
  }

  /** The first and last date that the instant may have: two only while the zone is not known. */
  datesPossible(instantMs: number): { earliest: string; latest: string } {
    if (this.timezone !== null) {
      const date = this.dateOf(instantMs);
      return { earliest: date, latest: date };
    }
    return {
      earliest: this.dateOf(instantMs - MAX_BEHIND_UTC_MS),
      latest: this.dateOf(instantMs + MAX_AHEAD_OF_UTC_MS),
    };
  }

  /** Every local date from that of the first instant to that of the last, both included. */
  datesBetween(firstMs: number, lastMs: number): string[] {
    return daysFromTo(this.dateOf(firstMs), this.dateOf(lastMs));
  }

  /** First instant of the local day and of the next one, in milliseconds since 1970 UTC. */
  window(localDate: string): { startMs: number; endMs: number } {
    return { startMs: this.startOf(localDate), endMs: this.startOf(dayAfter(localDate, 1)) };
  }

  private covering(fromMs: number, toMs: number): LocalDay[] {
    // What the clock says is at most one day off, beside a turn of the clock.
    const shown = new Date(fromMs + this.zone.offsetMs(fromMs) - this.dayStartMinutes * MINUTE_MS).toISOString();
    const days: LocalDay[] = [];
    let localDate = dayAfter(shown.slice(0, 10), -1);
    let startMs = this.startOf(localDate);
    while (startMs <= toMs) {
      const next = dayAfter(localDate, 1);
      const endMs = this.startOf(next);
      if (endMs > fromMs && endMs > startMs) days.push({ localDate, endMs });
      [localDate, startMs] = [next, endMs];
    }
    return days;
  }

  private startOf(localDate: string): number {
    return this.zone.instantOf(Date.parse(`${localDate}T00:00:00Z`) + this.dayStartMinutes * MINUTE_MS);
  }
}

/**
 * Why a park-day is marked that another park's mark brought along. It has no consequences of its own, so it never takes the
 * place of a reason that may have some.
 */
export const LINKED_DAY = 'LINKED';

export interface ParkDay {
  parkId: number;
  localDate: string;
}

/**
 * The park-days whose figures an observation can change: its own, and those that begin within `reachMs`: its value may hold
 * so long, and so may one that it ends. It cannot change an earlier one: what it ends or prolongs lies after it.
 */
export function touchedParkDays(
  observations: { length: number; recordedAtMs: Float64Array },
  parkOfRow: (row: number) => { parkId: number; localDays: LocalDays },
  reachMs: number,
): ParkDay[] {
  const spansByPark = new Map<number, Map<string, string>>();
  for (let row = 0; row < observations.length; row++) {
    const { parkId, localDays } = parkOfRow(row);
    let spans = spansByPark.get(parkId);
    if (spans === undefined) spansByPark.set(parkId, (spans = new Map<string, string>()));
    const instantMs = observations.recordedAtMs[row]!;
    const first = localDays.datesPossible(instantMs).earliest;
    const last = localDays.datesPossible(instantMs + reachMs).latest;
    const known = spans.get(first);
    if (known === undefined || last > known) spans.set(first, last);
  }
  return [...spansByPark].flatMap(([parkId, spans]) => {
    const dates = new Set([...spans].flatMap(([first, last]) => daysFromTo(first, last)));
    return [...dates].sort().map((localDate) => ({ parkId, localDate }));
  });
}
