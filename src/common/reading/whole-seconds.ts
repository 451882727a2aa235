/**
 * Cut to the second, as DATETIME columns without a fraction keep it. Cut on arrival, so that what is compared, what is
 * stored and what is read back are the same.
 */
export function wholeSeconds(instantMs: number | null): number | null {
  return instantMs === null ? null : Math.floor(instantMs / 1000) * 1000;
}
