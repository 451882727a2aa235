import { DateTime, IANAZone } from 'luxon';
import { DAY_MS, MINUTE_MS } from '../../common/time/durations.js';
import { type EpochDay, isoDayOf } from './utc-days.js';

interface Offset {
  ms: number;
  /** `-05:00` */
  text: string;
}

/** All the zones of the world turn their clocks at a quarter of an hour, so an offset holds for a quarter at least. */
const QUARTER_MS = 15 * MINUTE_MS;
/** Days, and quarters of the days on which the clock turns; older ones are forgotten. */
const MAX_CACHED = 1024;

/** Instants to and from the local time of one zone, fast for instants that lie close together. */
export class ZoneClock {
  private readonly zone: IANAZone;
  /** By UTC day; null where the offset changes during the day. */
  private readonly byDay = new Map<EpochDay, Offset | null>();
  private readonly byQuarter = new Map<number, Offset>();

  constructor(readonly timezone: string) {
    this.zone = IANAZone.create(timezone);
  }

  /** The instant of a local time; `minutesOfDay` may go past 1440 into the next morning. */
  instantOf(localDay: EpochDay, minutesOfDay: number): number {
    const day = localDay + Math.floor(minutesOfDay / 1440);
    const minutes = ((minutesOfDay % 1440) + 1440) % 1440;
    const local = DateTime.fromISO(isoDayOf(day), { zone: this.zone });
    return local.set({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toMillis();
  }

  /** `2024-12-24T19:05:10-05:00` */
  isoLocal(instantMs: number): string {
    const offset = this.offsetAt(instantMs);
    return new Date(instantMs + offset.ms).toISOString().slice(0, 19) + offset.text;
  }

  localDayOf(instantMs: number): EpochDay {
    return Math.floor((instantMs + this.offsetAt(instantMs).ms) / DAY_MS);
  }

  /** Asking luxon costs more than all the rest of an event, so it is asked twice a day. */
  private offsetAt(instantMs: number): Offset {
    const day = Math.floor(instantMs / DAY_MS);
    const ofDay = remembered(this.byDay, day, () => {
      const first = this.zone.offset(day * DAY_MS);
      return first === this.zone.offset((day + 1) * DAY_MS) ? offsetOf(first) : null;
    });
    if (ofDay) return ofDay;
    const quarter = Math.floor(instantMs / QUARTER_MS);
    return remembered(this.byQuarter, quarter, () => offsetOf(this.zone.offset(quarter * QUARTER_MS)));
  }
}

function remembered<T>(cache: Map<number, T>, key: number, make: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.size >= MAX_CACHED) cache.clear();
  const made = make();
  cache.set(key, made);
  return made;
}

function offsetOf(minutes: number): Offset {
  return { ms: minutes * MINUTE_MS, text: offsetText(minutes) };
}

function offsetText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
