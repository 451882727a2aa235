import { firstEndingAfter, isClosed, isDown, type StateInterval } from './state-intervals.js';

export type BandKind = 'down' | 'closed' | 'unknown';

/** A part of the background, in pixels. */
export interface Band {
  kind: BandKind;
  from: number;
  to: number;
}

/** Points of a line: pixels from the left, and the wait. */
export type Line = [x: number, waitMinutes: number][];

export interface VisibleShapes {
  lines: Line[];
  bands: Band[];
}

/** A narrower hole in the line cannot be seen. */
const MIN_GAP_PIXELS = 0.5;

/**
 * What is to be drawn of the intervals between two instants, on a width in pixels. Of values within one pixel the first, the
 * lowest, the highest and the last are drawn, which looks the same as all of them: a year of observations is drawn as fast
 * as a day.
 */
export function visibleShapes(
  intervals: readonly StateInterval[],
  fromMs: number,
  toMs: number,
  width: number,
): VisibleShapes {
  const x = (ms: number) => ((Math.min(toMs, Math.max(fromMs, ms)) - fromMs) / (toMs - fromMs)) * width;
  const lines = new LineBuilder();
  const bands: Band[] = [];
  for (let index = firstEndingAfter(intervals, fromMs); index < intervals.length; index += 1) {
    const interval = intervals[index]!;
    if (interval.startMs >= toMs) break;
    const [from, to] = [x(interval.startMs), x(interval.endMs)];
    if (interval.status === 'OPERATING') {
      if (interval.waitMinutes !== null) lines.add(from, to, interval.waitMinutes);
    } else addBand(bands, { kind: kindOf(interval), from, to });
  }
  return { lines: lines.end(), bands };
}

const kindOf = (interval: StateInterval): BandKind =>
  isDown(interval) ? 'down' : isClosed(interval) ? 'closed' : 'unknown';

/** Adjoining bands of one kind become one, as do those that begin within the pixel in which the last one ends. */
function addBand(bands: Band[], band: Band): void {
  const last = bands.findLast(({ kind }) => kind === band.kind);
  const isAdjoining = last && (last === bands.at(-1) ? band.from - last.to < MIN_GAP_PIXELS : false);
  if (isAdjoining || (last && Math.floor(last.to) === Math.floor(band.to))) last.to = band.to;
  else bands.push(band);
}

/** Steps of the line; those within one pixel are joined. */
class LineBuilder {
  private readonly lines: Line[] = [];
  private line: Line | null = null;
  private endX = 0;
  private pixel: { x: number; first: number; low: number; high: number; last: number } | null = null;

  add(from: number, to: number, wait: number): void {
    if (this.line === null || from - this.endX > MIN_GAP_PIXELS) this.begin();
    this.endX = to;
    if (to - from < 1 && this.pixel && Math.floor(this.pixel.x) === Math.floor(from)) {
      this.pixel.low = Math.min(this.pixel.low, wait);
      this.pixel.high = Math.max(this.pixel.high, wait);
      this.pixel.last = wait;
      return;
    }
    this.flush();
    if (to - from < 1) this.pixel = { x: from, first: wait, low: wait, high: wait, last: wait };
    else this.line!.push([from, wait], [to, wait]);
  }

  end(): Line[] {
    this.flush();
    return this.lines;
  }

  private begin(): void {
    this.flush();
    this.line = [];
    this.lines.push(this.line);
  }

  private flush(): void {
    if (this.pixel === null) return;
    const { x, first, low, high, last } = this.pixel;
    this.line!.push([x, first], [x, low], [x, high], [x, last]);
    this.pixel = null;
  }
}
