/** Upper bounds of the levels, in minutes; the scale is the same on every page. */
export const WAIT_BOUNDS = [5, 15, 30, 45, 60, 90] as const;

const LAST = WAIT_BOUNDS.length;

/** All levels with their bounds, in the unit after the outermost ones. */
const levelTexts = (
  first: (bound: number) => string,
  between: (low: number, high: number) => string,
  last: (bound: number) => string,
) =>
  Array.from({ length: LAST + 1 }, (_, level) => {
    const [low, high] = [WAIT_BOUNDS[level - 1], WAIT_BOUNDS[level]];
    const text = low === undefined ? first(high!) : high === undefined ? last(low) : between(low, high);
    return { text, color: `wait-${level}` };
  });

/** The scale as a legend. */
export const WAIT_LEGEND = levelTexts(
  (bound) => `up to ${bound} min`,
  (low, high) => `${low} to ${high}`,
  (bound) => `over ${bound} min`,
);

/** Uptime is coloured by what it lacks to 100 %: 40 % uptime like a wait of 60 minutes. */
export const UPTIME_LEGEND = levelTexts(
  (bound) => `at least ${100 - bound} %`,
  (low, high) => `${100 - high} to ${100 - low} %`,
  (bound) => `under ${100 - bound} %`,
);

/** 0 (walk on) to 6 (longer than 90 minutes). */
export function waitLevel(waitMinutes: number): number {
  const level = WAIT_BOUNDS.findIndex((bound) => waitMinutes <= bound);
  return level === -1 ? WAIT_BOUNDS.length : level;
}
