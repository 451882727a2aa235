import { cutText } from '../text.js';

/** Accepts both cases; UUIDs are stored in lower case. */
export const UUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id of an import in reports, logs and URLs. */
export const IMPORT_ID_PATTERN = /^imp_[0-9a-f]{1,28}$/;

/** Readers of single JSON values. They never throw. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Returned for a present but invalid value. Null means that there is no value. */
export const INVALID = undefined;

const MAX_NAME_LENGTH = 255;

const WHOLE_NUMBER = /^[ \t\r\n]*(-?\d{1,15})(?:\.0+)?[ \t\r\n]*$/;
const ASCII_SPACE: ReadonlySet<string> = new Set(' \t\r\n');
const BLANK = /^[ \t\r\n]*$/;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the value is missing, null or the empty string. */
export function isWithoutValue(value: unknown): value is null | undefined | '' {
  return value === undefined || value === null || value === '';
}

/** A UUID in lower case, or INVALID. */
export function readUuid(value: unknown): string | undefined {
  return typeof value === 'string' && UUID_PATTERN.test(value) ? value.toLowerCase() : INVALID;
}

/** A whole number, given as a number or as its decimal digits; null for null, missing and blank. */
function readWholeNumber(value: unknown): number | null | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : INVALID;
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') return INVALID;
  if (BLANK.test(value)) return null;
  const digits = WHOLE_NUMBER.exec(value)?.[1];
  return digits === undefined ? INVALID : Number(digits) + 0;
}

/** A count from 0 to `max`; feeds use -1 for "not posted", which is null. */
export function readCount(value: unknown, max: number): number | null | undefined {
  const count = readWholeNumber(value);
  if (count === -1) return null;
  return typeof count === 'number' && (count < 0 || count > max) ? INVALID : count;
}

/** One of `words`, ignoring case and surrounding space. */
export function readWord<Word extends string>(value: unknown, words: readonly Word[]): Word | null | undefined {
  if (isWithoutValue(value)) return null;
  if (typeof value !== 'string') return INVALID;
  const word = trimAscii(value).toUpperCase();
  return words.find((candidate) => candidate === word);
}

/**
 * Removes surrounding ASCII white space only, because the value may not be decoded yet. Without a regular expression: one that
 * matches trailing space needs quadratic time on space in the middle (measured: 2 s for 50,000 characters).
 */
export function trimAscii(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && ASCII_SPACE.has(value[start]!)) start++;
  while (end > start && ASCII_SPACE.has(value[end - 1]!)) end--;
  return value.slice(start, end);
}

/** A name that can be stored: without control characters, lone surrogates and surrounding space; null if nothing is left. */
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

/** The largest price that an INT column holds. */
const MAX_PRICE_MINOR = 2_147_483_647;

const UNKNOWN_WORDS = /unknown|unavailable|not available|n\s*[./]\s*a\b|^\s*na\s*$|\bt\.?b\.?[da]\b|\?/i;
const FREE_WORDS =
  /\b(?:free|complimentary|included|no charge|gratis|gratuito?|gratuita|gratuite?|kostenlos|kostenfrei|inklusive|inclus|incluido)\b|無料|免费|免費|무료/i;
/** What may stand beside the digits of an amount: a currency by symbol, code or name. Words in the latter are matched whole. */
const CURRENCY_CODES = /(?<!\p{L})[A-Z]{3}(?!\p{L})/gu;
const CURRENCY_NAMES =
  /(?<!\p{L})(?:us|hk|nt|au|ca|nz|sg|mx|[acrs]|kr|zł|lei|ft|kč|rp|rm|rs|euros?|dollars?|yen|won|yuan|pounds?|pesos?|francs?|cents?)(?!\p{L})|[円元圆圓원]|\p{Script=Arabic}\.\s?\p{Script=Arabic}\.?|ریال|ريال|درهم/giu;
const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;
/** In European, Arabic and Persian digits. */
const NON_ZERO_DIGIT = /[1-9١-٩۱-۹]/;

/**
 * The amount of a price in minor units; null if unknown, INVALID if unreadable.
 *
 * Sources send 0 both for "free" and for "unknown"; `formatted` decides. "$0.00" and "Free" are free, a text without
 * digits ("Unknown", "-", "") or with other words ("0,00 € (prix inconnu)", "Sold out $0") is an unknown price, and a text
 * with another price contradicts the amount. 0 without a text
 * is free, as the API defines it: since 2026-09, an unknown amount is null.
 * @param formatted the price as text, decoded
 */
export function readPriceMinor(amount: unknown, formatted: unknown): number | null | undefined {
  const priceMinor = readMinorUnits(amount);
  if (priceMinor !== 0 || typeof formatted !== 'string') return priceMinor;
  if (UNKNOWN_WORDS.test(formatted)) return null;
  if (FREE_WORDS.test(formatted)) return 0;
  if (!DIGIT.test(formatted)) return null;
  if (NON_ZERO_DIGIT.test(formatted.normalize('NFKC'))) return INVALID;
  return hasOtherWords(formatted) ? null : 0;
}

/** Whether a text contains more than an amount and its currency, in whatever language. */
function hasOtherWords(formatted: string): boolean {
  return LETTER.test(formatted.normalize('NFKC').replace(CURRENCY_CODES, ' ').replace(CURRENCY_NAMES, ' '));
}

/** Refuses texts with a decimal point: "15.00" would be read as 15 cents. */
function readMinorUnits(amount: unknown): number | null | undefined {
  if (typeof amount === 'string' && amount.includes('.')) return INVALID;
  const minor = readWholeNumber(amount);
  if (typeof minor !== 'number') return minor;
  return minor >= 0 && minor <= MAX_PRICE_MINOR ? minor : INVALID;
}

/** An ISO 4217 code in upper case; null if missing, INVALID if it is not a code. */
export function readCurrency(value: unknown): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  const code = typeof value === 'string' ? trimAscii(value).toUpperCase() : '';
  return /^[A-Z]{3}$/.test(code) ? code : INVALID;
}
