import type { Heights, Overrides } from '../metadata.js';

type HeightField = keyof Heights;

/** The first of each may not be more than the second. */
const ORDERED: readonly (readonly [HeightField, HeightField])[] = [
  ['heightMinCm', 'heightMaxCm'],
  ['heightMinCm', 'heightMinUnaccompaniedCm'],
];

/**
 * What is wrong, by field, with the heights that would count once `touched` fields are set or cleared by hand. What the
 * source alone says may contradict itself: it is no person's to mend before they may set something else.
 */
export function contradictoryHeights(
  heights: Heights,
  overrides: Overrides,
  touched: readonly string[],
): Record<string, string[]> {
  const problems: Record<string, string[]> = {};
  for (const [lower, upper] of ORDERED) {
    const pair = [lower, upper];
    if (!pair.some((field) => touched.includes(field)) || !pair.some((field) => field in overrides)) continue;
    const [least, most] = [heights[lower], heights[upper]];
    if (least === null || most === null || least <= most) continue;
    const field = touched.includes(lower) ? lower : upper;
    const text = `${lower} of ${least} cm would be more than ${upper} of ${most} cm`;
    problems[field] = [...(problems[field] ?? []), text];
  }
  return problems;
}
