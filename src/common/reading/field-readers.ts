import { cutText } from '../text/cut-text.js';
import { UUID_PATTERN } from './uuid.js';

/** Readers of single JSON values. None of them throws, whatever the value is. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** What a reader returns for a value that says something, but nothing valid. Null is a value that says nothing. */
export const INVALID = undefined;

const MAX_NAME_LENGTH = 255;

const WHOLE_NUMBER = /^[ \t\r\n]*(-?\d{1,15})(?:\.0+)?[ \t\r\n]*$/;
const ASCII_SPACE: ReadonlySet<string> = new Set(' \t\r\n');
const BLANK = /^[ \t\r\n]*$/;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Missing, null and the empty string say nothing. */
export function isWithoutValue(value: unknown): value is null | undefined | '' {
  return value === undefined || value === null || value === '';
}

/** A UUID in lower case, or INVALID. */
export function readUuid(value: unknown): string | undefined {
  return typeof value === 'string' && UUID_PATTERN.test(value) ? value.toLowerCase() : INVALID;
}

/** A whole number, given as a number or as its decimal digits; null for null, missing and blank. */
export function readWholeNumber(value: unknown): number | null | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : INVALID;
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') return INVALID;
  if (BLANK.test(value)) return null;
  const digits = WHOLE_NUMBER.exec(value)?.[1];
  return digits === undefined ? INVALID : Number(digits) + 0;
}

/** A count from 0 to `max`; -1 is the feeds' word for "not posted" and means null. */
export function readCount(value: unknown, max: number): number | null | undefined {
  const count = readWholeNumber(value);
  if (count === -1) return null;
  return typeof count === 'number' && (count < 0 || count > max) ? INVALID : count;
}

/** One of `words`, whatever its case and the space around it. */
export function readWord<Word extends string>(value: unknown, words: readonly Word[]): Word | null | undefined {
  if (isWithoutValue(value)) return null;
  if (typeof value !== 'string') return INVALID;
  const word = trimAscii(value).toUpperCase();
  return words.find((candidate) => candidate === word);
}

/**
 * Without outer white space. Only ASCII's: the value may not have been decoded yet. No regular expression: one that looks
 * for space at the end takes time squared over space in the middle (2 s for 50,000 of them, measured).
 */
export function trimAscii(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && ASCII_SPACE.has(value[start]!)) start++;
  while (end > start && ASCII_SPACE.has(value[end - 1]!)) end--;
  return value.slice(start, end);
}

/** Text fit to be stored as a name: no control characters, no broken surrogates, no outer space; null if nothing is left. */
export function readName(value: unknown, decodeText: (raw: string) => string): string | null {
  if (typeof value !== 'string') return null;
  const clean = cutText(
    decodeText(value)
      .replace(/\p{Cc}/gu, '')
      .trim(),
    MAX_NAME_LENGTH,
  ).trimEnd();
  return clean === '' ? null : clean;
}
