import { addDays, daysBetween } from '../../../format/times.js';
import type { Period } from '../../../parts/period.js';

/** The days of the address, else the last ones; at most `maxDays`, up to the last of them. */
export function chosenDays(search: Partial<Period>, today: string, defaultDays: number, maxDays: number): Period {
  const to = search.to ?? (search.from === undefined ? today : addDays(search.from, defaultDays - 1));
  const from = search.from ?? addDays(to, 1 - defaultDays);
  const [first, last] = from <= to ? [from, to] : [to, from];
  return daysBetween(first, last) > maxDays
    ? { from: addDays(last, 1 - maxDays), to: last }
    : { from: first, to: last };
}
