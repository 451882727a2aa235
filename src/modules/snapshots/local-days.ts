import { DateTime } from 'luxon';

const BUCKET_MS = 15 * 60_000;
/** About seven weeks of quarter hours: an import walks through years, the cache must not grow with them. */
const MAX_CACHED_BUCKETS = 5_000;

/**
 * The park-day of an instant: the local date of its park's clock, where a day begins `dayStartMinutes` after local
 * midnight. Cached by the quarter of an hour: no zone's offset changes within one.
 */
export class LocalDays {
  private readonly dates = new Map<number, string>();

  /** `timezone` is a valid IANA name; null (not known yet) counts as UTC. */
  constructor(
    private readonly timezone: string | null,
    private readonly dayStartMinutes: number,
  ) {}

  /** `YYYY-MM-DD` of the instant, in milliseconds since 1970 UTC. */
  dateOf(instantMs: number): string {
    const bucket = Math.floor(instantMs / BUCKET_MS);
    // A day that begins off the quarter hour would split a bucket.
    if (this.dayStartMinutes % 15 !== 0) return this.compute(instantMs);
    let date = this.dates.get(bucket);
    if (date === undefined) {
      if (this.dates.size >= MAX_CACHED_BUCKETS) this.dates.clear();
      date = this.compute(bucket * BUCKET_MS);
      this.dates.set(bucket, date);
    }
    return date;
  }

  /** First instant of the local day and of the next one, in milliseconds since 1970 UTC. */
  window(localDate: string): { startMs: number; endMs: number } {
    return { startMs: this.startOf(localDate, 0), endMs: this.startOf(localDate, 1) };
  }

  private startOf(localDate: string, daysLater: number): number {
    const midnight = DateTime.fromISO(localDate, { zone: this.timezone ?? 'UTC' }).plus({ days: daysLater });
    return midnight.set({ hour: Math.floor(this.dayStartMinutes / 60), minute: this.dayStartMinutes % 60 }).toMillis();
  }

  private compute(instantMs: number): string {
    const local = DateTime.fromMillis(instantMs, { zone: this.timezone ?? 'UTC' });
    const minuteOfDay = local.hour * 60 + local.minute;
    return (minuteOfDay < this.dayStartMinutes ? local.minus({ days: 1 }) : local).toFormat('yyyy-MM-dd');
  }
}

export interface ParkDay {
  parkId: number;
  localDate: string;
}

/**
 * The park-days whose figures an observation can change: its own, and the one into which its value holds. It cannot
 * change an earlier one: what it ends or prolongs lies after it.
 */
export function touchedParkDays(
  observations: { length: number; recordedAtMs: Float64Array },
  parkOfRow: (row: number) => { parkId: number; localDays: LocalDays },
  holdMs: number,
): ParkDay[] {
  const datesByPark = new Map<number, Set<string>>();
  for (let row = 0; row < observations.length; row++) {
    const { parkId, localDays } = parkOfRow(row);
    let dates = datesByPark.get(parkId);
    if (dates === undefined) datesByPark.set(parkId, (dates = new Set()));
    const instantMs = observations.recordedAtMs[row]!;
    dates.add(localDays.dateOf(instantMs));
    dates.add(localDays.dateOf(instantMs + holdMs));
  }
  return [...datesByPark].flatMap(([parkId, dates]) => [...dates].sort().map((localDate) => ({ parkId, localDate })));
}
