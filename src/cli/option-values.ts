import { isLocalDate } from '../common/time/calendar.js';
import { MAX_INTERNAL_ID } from '../common/http/dto/request-fields.js';
import { UUID_PATTERN } from '../common/reading/field-readers.js';
import { UsageError } from './usage-error.js';

/** Parsers of option values for commander. Each throws a {@link UsageError} that names the option and its rule. */
export const idOf = (option: string) => (text: string) => {
  const id = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0;
  if (id >= 1 && id <= MAX_INTERNAL_ID) return id;
  throw new UsageError(`${option} must be an id of this warehouse (see /api/parks), not "${text}"`);
};

export const uuidOf = (option: string, kind: 'destination' | 'park') => (text: string) => {
  const uuid = text.trim().toLowerCase();
  if (UUID_PATTERN.test(uuid)) return uuid;
  throw new UsageError(`${option} must be the UUID of a ${kind} (see /api/${kind}s), not "${text}"`);
};

export const dayOf = (option: string) => (text: string) => {
  if (isLocalDate(text)) return text;
  throw new UsageError(`${option} must be a calendar day (YYYY-MM-DD), not "${text}"`);
};

export const wholeNumberOf = (option: string, min: number, max: number) => (text: string) => {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option} must be a whole number from ${min} to ${max}, not "${text}"`);
};

/** @throws UsageError if both are given and the first is after the second */
export function refuseReversedRange(
  [firstOption, first]: [string, string | undefined],
  [lastOption, last]: [string, string | undefined],
): void {
  if (first !== undefined && last !== undefined && first > last) {
    throw new UsageError(`${firstOption} ${first} lies after ${lastOption} ${last}`);
  }
}
