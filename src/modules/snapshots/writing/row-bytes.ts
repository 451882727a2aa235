import { sqlSeconds } from '../../../common/database/sql-helpers.js';
import { DAY_MS } from '../../../common/time/calendar.js';

const [TAB, LINE_FEED, POINT, MINUS, BACKSLASH, ZERO, LETTER_N] = [9, 10, 46, 45, 92, 48, 78];

/**
 * Fields of rows as bytes for LOAD DATA, written without strings in between: a third of the time of INSERT text (measured).
 * Instants have the form `20241225000510.644`, which the server reads faster than one with separators.
 */
export class RowBytes {
  private readonly buffer: Uint8Array<ArrayBuffer>;
  private end = 0;
  private day = Number.NaN;
  /** `20241225` of that day. */
  private readonly dayDigits = new Uint8Array(8);

  /** @param maxBytes an upper bound of what will be written */
  constructor(maxBytes: number) {
    this.buffer = new Uint8Array(maxBytes);
  }

  /** What was written. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.end);
  }

  integer(value: number | null): void {
    if (value === null) return this.unknown();
    if (value < 0) this.buffer[this.end++] = MINUS;
    this.digits(Math.abs(value));
    this.buffer[this.end++] = TAB;
  }

  /** Milliseconds since 1970 UTC. */
  instant(instantMs: number): void {
    const msOfDay = this.secondsOf(instantMs);
    this.buffer[this.end++] = POINT;
    const ms = msOfDay % 1000;
    this.buffer[this.end++] = ZERO + Math.floor(ms / 100);
    this.twoDigits(ms % 100);
    this.buffer[this.end++] = TAB;
  }

  /** The same; NaN is unknown. */
  instantOrUnknown(instantMs: number): void {
    if (Number.isNaN(instantMs)) this.unknown();
    else this.instant(instantMs);
  }

  /** The same without the fraction, which is truncated. */
  seconds(instantMs: number | null): void {
    if (instantMs === null) return this.unknown();
    this.secondsOf(instantMs);
    this.buffer[this.end++] = TAB;
  }

  /** A word of ASCII letters. */
  letters(word: string | null): void {
    if (word === null) return this.unknown();
    for (let index = 0; index < word.length; index++) this.buffer[this.end++] = word.charCodeAt(index);
    this.buffer[this.end++] = TAB;
  }

  /** Ends a row after its last field. */
  endRow(): void {
    this.buffer[this.end - 1] = LINE_FEED;
  }

  private unknown(): void {
    this.buffer[this.end++] = BACKSLASH;
    this.buffer[this.end++] = LETTER_N;
    this.buffer[this.end++] = TAB;
  }

  private digits(value: number): void {
    if (value >= 10) this.digits(Math.floor(value / 10));
    this.buffer[this.end++] = ZERO + (value % 10);
  }

  private twoDigits(value: number): void {
    this.buffer[this.end++] = ZERO + Math.floor(value / 10);
    this.buffer[this.end++] = ZERO + (value % 10);
  }

  /** Returns the milliseconds of the day. */
  private secondsOf(instantMs: number): number {
    const day = Math.floor(instantMs / DAY_MS);
    if (day !== this.day) this.keepDay(day);
    this.buffer.set(this.dayDigits, this.end);
    this.end += this.dayDigits.length;
    const msOfDay = instantMs - day * DAY_MS;
    const seconds = Math.floor(msOfDay / 1000);
    this.twoDigits(Math.floor(seconds / 3600));
    this.twoDigits(Math.floor(seconds / 60) % 60);
    this.twoDigits(seconds % 60);
    return msOfDay;
  }

  private keepDay(day: number): void {
    const digits = sqlSeconds(day * DAY_MS)
      .slice(0, 10)
      .replaceAll('-', '');
    for (let index = 0; index < digits.length; index++) this.dayDigits[index] = digits.charCodeAt(index);
    this.day = day;
  }
}
