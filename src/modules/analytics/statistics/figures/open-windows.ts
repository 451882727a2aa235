import type { CalendarDay, ParkCalendar } from './park-calendar.js';

export interface Span {
  startMs: number;
  endMs: number;
}

/** A published opening of the park; it may run past the end of its day. */
export interface PublishedOpening extends Span {
  localDate: string;
}

/** From the first to the last moment at which a ride operates, day by day. */
export class OperatingSpans {
  private readonly spans: (Span | null)[];

  constructor(private readonly calendar: ParkCalendar) {
    this.spans = calendar.days.map(() => null);
  }

  add(day: number, startMs: number, endMs: number): void {
    const known = this.spans[day] ?? null;
    this.spans[day] =
      known === null
        ? { startMs, endMs }
        : { startMs: Math.min(known.startMs, startMs), endMs: Math.max(known.endMs, endMs) };
  }

  of(day: number): Span | null {
    return this.spans[day] ?? null;
  }
}

/**
 * When the park was open, day by day: as published where that is known of the day (with what runs over from openings of
 * the day before), else from the first to the last moment at which one of its rides operates.
 */
export function openWindows(
  calendar: ParkCalendar,
  openings: readonly PublishedOpening[],
  operating: OperatingSpans,
): Span[][] {
  const published = new Set(openings.map(({ localDate }) => localDate));
  return calendar.days.map((day, index) => {
    if (published.has(day.localDate)) return joined(openings.flatMap((opening) => within(opening, day)));
    const span = operating.of(index);
    return span === null ? [] : [span];
  });
}

function within({ startMs, endMs }: Span, day: CalendarDay): Span[] {
  const [fromMs, toMs] = [Math.max(startMs, day.startMs), Math.min(endMs, day.endMs)];
  return fromMs < toMs ? [{ startMs: fromMs, endMs: toMs }] : [];
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
