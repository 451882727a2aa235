import { FIRST_DAY } from './parts/typed-day.js';

type Search = Record<string, unknown>;

/** Parameters of an address that are not valid are left out, so every address shows something. */
export function readId<Name extends string>(search: Search, name: Name): Partial<Record<Name, number>> {
  const value = Number(search[name]);
  return search[name] !== undefined && Number.isInteger(value) && value > 0
    ? ({ [name]: value } as Partial<Record<Name, number>>)
    : {};
}

export function readWord<Name extends string, Word extends string>(
  search: Search,
  name: Name,
  words: readonly Word[],
): Partial<Record<Name, Word>> {
  const word = words.find((known) => known === search[name]);
  return word === undefined ? {} : ({ [name]: word } as Partial<Record<Name, Word>>);
}

/** A local day that data can be of, such as 2026-11-20. */
export function readDay<Name extends string>(search: Search, name: Name): Partial<Record<Name, string>> {
  const value = search[name];
  return typeof value === 'string' && isDay(value) ? ({ [name]: value } as Partial<Record<Name, string>>) : {};
}

/** The API accepts no later year, and the day after 9999-12-31 cannot be written. */
const LAST_DAY = '2100-12-31';

/** `Date` accepts 2026-02-31 and takes it for a day of March. */
function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) && text >= FIRST_DAY && text <= LAST_DAY;
}

/** Several ids, at most `limit`: `?rides=4,17`. */
export function readIds(value: unknown, limit: number): number[] {
  const parts = typeof value === 'number' ? [value] : typeof value === 'string' ? value.split(',') : [];
  const ids = parts.map(Number).filter((id) => Number.isInteger(id) && id > 0);
  return [...new Set(ids)].slice(0, limit);
}

/** The same as the text of an address: `4,17`. */
export function readIdList<Name extends string>(
  search: Search,
  name: Name,
  limit: number,
): Partial<Record<Name, string>> {
  const ids = readIds(search[name], limit);
  return ids.length === 0 ? {} : ({ [name]: ids.join(',') } as Partial<Record<Name, string>>);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function readUuid<Name extends string>(search: Search, name: Name): Partial<Record<Name, string>> {
  const value = search[name];
  return typeof value === 'string' && UUID.test(value) ? ({ [name]: value } as Partial<Record<Name, string>>) : {};
}
