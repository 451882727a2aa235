/** Upper bounds of the levels, in minutes; the scale is the same on every page. */
export const WAIT_BOUNDS = [5, 15, 30, 45, 60, 90] as const;

/** 0 (walk on) to 6 (longer than 90 minutes). */
export function waitLevel(waitMinutes: number): number {
  const level = WAIT_BOUNDS.findIndex((bound) => waitMinutes <= bound);
  return level === -1 ? WAIT_BOUNDS.length : level;
}
