import { OperatingStretches } from '../../../snapshots/operating-stretches.js';
import type { HeldValues } from '../timeline/held-values.js';
import type { CalendarDay, ParkCalendar } from './park-calendar.js';
import { OPERATING } from './placeholder-waits.js';

export interface Span {
  startMs: number;
  endMs: number;
}

/** A published opening of the park; it may run past the end of its day. */
export interface PublishedOpening extends Span {
  localDate: string;
}

/** When the park was open on one of its days. */
export interface OpenTime {
  /** In order, and none overlaps another: what runs over from the day before is one of its own. */
  windows: readonly Span[];
  /** Where the day's own opening begins, not what runs over from the day before; null: there is none. */
  opensAtMs: number | null;
  closesAtMs: number | null;
}

/** When rides operate, day by day. */
export class OperatingSpans {
  private readonly byDay: OperatingStretches[];

  constructor(private readonly calendar: ParkCalendar) {
    this.byDay = calendar.days.map(() => new OperatingStretches());
  }

  /** @param held of one ride */
  add(held: HeldValues): void {
    const { days } = this.calendar;
    let first = 0;
    for (let index = 0; index < held.length; index++) {
      if (held.status[index] !== OPERATING) continue;
      const [startMs, endMs] = [held.startMs[index]!, held.endMs[index]!];
      while (first < days.length && days[first]!.endMs <= startMs) first++;
      for (let day = first; day < days.length && days[day]!.startMs < endMs; day++) {
        const part = within({ startMs, endMs }, days[day]!);
        if (part !== null) this.byDay[day]!.add(part.startMs, part.endMs);
      }
    }
  }

  windowsOf(day: number): Span[] {
    return this.byDay[day]!.openWindows(this.calendar.days[day]!.night);
  }
}

/**
 * When the park was open, day by day: as published where that is known of the day (with what runs over from openings of
 * the day before), else from the first to the last moment at which one of its rides operates, but for the night.
 */
export function openTimes(
  calendar: ParkCalendar,
  openings: readonly PublishedOpening[],
  operating: OperatingSpans,
): OpenTime[] {
  const published = new Set(openings.map(({ localDate }) => localDate));
  return calendar.days.map((day, index) =>
    published.has(day.localDate) ? publishedTime(openings, day) : observedTime(operating.windowsOf(index)),
  );
}

function publishedTime(openings: readonly PublishedOpening[], day: CalendarDay): OpenTime {
  const partsOf = (some: readonly PublishedOpening[]) => joined(some.flatMap((opening) => within(opening, day) ?? []));
  const windows = partsOf(openings);
  const [own] = partsOf(openings.filter(({ localDate }) => localDate === day.localDate));
  return { windows, opensAtMs: (own ?? windows[0])?.startMs ?? null, closesAtMs: windows.at(-1)?.endMs ?? null };
}

/** The last of the windows is the day's own, or all that there is. */
function observedTime(windows: readonly Span[]): OpenTime {
  const own = windows.at(-1);
  return { windows, opensAtMs: own?.startMs ?? null, closesAtMs: own?.endMs ?? null };
}

function within({ startMs, endMs }: Span, day: CalendarDay): Span | null {
  const [fromMs, toMs] = [Math.max(startMs, day.startMs), Math.min(endMs, day.endMs)];
  return fromMs < toMs ? { startMs: fromMs, endMs: toMs } : null;
}

/** In order, and none overlaps another. */
function joined(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = result.at(-1);
    if (last === undefined || span.startMs > last.endMs) result.push({ ...span });
    else last.endMs = Math.max(last.endMs, span.endMs);
  }
  return result;
}
