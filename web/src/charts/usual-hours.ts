interface UsualHour {
  /** The median of its days; null: no wait was posted. */
  p50: number | null;
  /** The days behind it. */
  days: number;
}

/**
 * The hours with the shortest and the longest usual wait, the earlier of equal ones. Like in the API's `shortestHour`, an hour with waits on
 * less than half as many days as the hour with the most does not count: it may be that of an evening event.
 */
export function usualExtremes<Hour extends UsualHour>(
  hours: readonly Hour[],
): { shortest: Hour; longest: Hour } | null {
  const mostDays = hours.reduce((most, { days }) => Math.max(most, days), 0);
  const known = hours.filter(({ p50, days }) => p50 !== null && days > 0 && days >= mostDays / 2);
  if (known.length === 0) return null;
  return {
    shortest: known.reduce((least, hour) => (hour.p50! < least.p50! ? hour : least)),
    longest: known.reduce((most, hour) => (hour.p50! > most.p50! ? hour : most)),
  };
}
