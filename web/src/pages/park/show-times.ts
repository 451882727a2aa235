import type { Schemas } from '../../api/client.js';
import { timeText } from '../../format/times.js';

type Performance = Schemas['PerformanceView'];

export interface ShowTimes {
  /** Performances that are still to come today, in order. */
  next: string[];
  /** How many of today are over. */
  over: number;
}

/** The performances of today by ride. Withdrawn performances are left out. */
export function showTimesOf(
  { data, timezone }: Pick<Schemas['ParkShowtimesView'], 'data' | 'timezone'>,
  nowMs: number,
): Map<number, ShowTimes> {
  return new Map(data.map(({ rideId, performances }) => [rideId, timesOf(performances, timezone, nowMs)]));
}

function timesOf(performances: readonly Performance[], timezone: string | null, nowMs: number): ShowTimes {
  const valid = performances.filter(({ withdrawnAt }) => withdrawnAt === null);
  const next = valid.filter(({ startsAt }) => Date.parse(startsAt) > nowMs);
  return {
    next: [...new Set(next.map(({ startsAt }) => timeText(startsAt, timezone)))],
    over: valid.length - next.length,
  };
}

/** `15:00, 17:30`; without any to come: `none left today`. Null: no performance is published. */
export function showTimesText(times: ShowTimes | undefined): string | null {
  if (!times || times.next.length + times.over === 0) return null;
  return times.next.length === 0 ? 'none left today' : times.next.join(', ');
}
