/** While a year is being typed, the field goes through the years 2, 20 and 202. */
export const FIRST_DAY = '1990-01-01';

/** What is being typed into the field of a day. */
export interface TypedDay {
  text: string;
  /** The last value that the field was given. */
  given: string;
  /** Days that the field has reported and the page has not returned yet. */
  awaited: readonly string[];
}

/** After a keystroke that made the content of the field `text`. @param reported the day that the page was given; null: none */
export function afterKey(before: TypedDay | null, value: string, text: string, reported: string | null): TypedDay {
  const given = before?.given ?? value;
  const awaited = before?.awaited ?? [];
  // A day that the page has already, or is going to return anyway, is not awaited again.
  const isNews = reported !== null && reported !== (awaited.at(-1) ?? given);
  return { text, given, awaited: isNews ? [...awaited, reported] : awaited };
}

/**
 * After the page has given the field another value. After a report, it may be another day than reported, if the page limits the
 * period. Without a report, the day was chosen elsewhere and replaces what is being typed.
 */
export function afterValue(typed: TypedDay, given: string): TypedDay | null {
  if (typed.awaited.length === 0) return null;
  return { ...typed, given, awaited: typed.awaited.slice(Math.max(0, typed.awaited.indexOf(given)) + 1) };
}
