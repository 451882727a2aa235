import { INVALID, readWholeNumber, trimAscii } from './field-readers.js';

/** The largest price that an INT column holds. */
const MAX_PRICE_MINOR = 2_147_483_647;

const UNKNOWN_WORDS = /unknown|unavailable|not available|n\s*[./]\s*a\b|^\s*na\s*$|\bt\.?b\.?[da]\b|\?/i;
const FREE_WORDS =
  /\b(?:free|complimentary|included|no charge|gratis|gratuito?|gratuita|gratuite?|kostenlos|kostenfrei|inklusive|inclus|incluido)\b|無料|免费|免費|무료/i;
const DIGIT = /\p{Nd}/u;
/** In European, Arabic and Persian digits. */
const NON_ZERO_DIGIT = /[1-9١-٩۱-۹]/;

/**
 * The amount of a price in minor units; null where it is not known, INVALID where it cannot be read.
 *
 * Sources send 0 both for "free" and for "unknown"; `formatted` decides. "$0.00" and "Free" are free, a text without any
 * digit ("Unknown", "-", "") is an unknown price, and a text with another price contradicts the amount. 0 without a text
 * is free, as the API defines it: since 2026-09 an unknown amount is null.
 * @param formatted the price as text, decoded
 */
export function readPriceMinor(amount: unknown, formatted: unknown): number | null | undefined {
  const priceMinor = readMinorUnits(amount);
  if (priceMinor !== 0 || typeof formatted !== 'string') return priceMinor;
  if (UNKNOWN_WORDS.test(formatted)) return null;
  if (FREE_WORDS.test(formatted)) return 0;
  if (!DIGIT.test(formatted)) return null;
  return NON_ZERO_DIGIT.test(formatted.normalize('NFKC')) ? INVALID : 0;
}

/** Digits in a text are minor units only where the text has no decimal point: "15.00" would be read as 15 cents. */
function readMinorUnits(amount: unknown): number | null | undefined {
  if (typeof amount === 'string' && amount.includes('.')) return INVALID;
  const minor = readWholeNumber(amount);
  if (typeof minor !== 'number') return minor;
  return minor >= 0 && minor <= MAX_PRICE_MINOR ? minor : INVALID;
}

/** An ISO 4217 code in upper case; null where there is none, INVALID where it is no code. */
export function readCurrency(value: unknown): string | null | undefined {
  if (value === undefined || value === null || value === '') return null;
  const code = typeof value === 'string' ? trimAscii(value).toUpperCase() : '';
  return /^[A-Z]{3}$/.test(code) ? code : INVALID;
}
