import { isJsonObject, isWithoutValue } from '../../../common/reading/field-readers.js';
import type { Heights } from '../metadata.js';

const CM_PER_INCH = 2.54;
/** A value outside this range is in another unit, or no height. */
const MIN_CM = 30;
const MAX_CM = 300;

const FIELD_OF_TAG: Readonly<Record<string, keyof Heights>> = {
  MINIMUM_HEIGHT: 'heightMinCm',
  MINIMUM_HEIGHT_UNACCOMPANIED: 'heightMinUnaccompaniedCm',
  MAXIMUM_HEIGHT: 'heightMaxCm',
};

export const HEIGHT_PROBLEMS = ['HEIGHT_UNREADABLE', 'HEIGHT_UNIT', 'HEIGHT_OUT_OF_RANGE', 'HEIGHT_CONFLICT'] as const;
export type HeightProblemReason = (typeof HEIGHT_PROBLEMS)[number];

export interface HeightProblem {
  reason: HeightProblemReason;
  field: keyof Heights;
  description: string;
  tag: unknown;
}

export interface ReadHeights {
  /** Only heights that the tags contain. */
  heights: Partial<Record<keyof Heights, number>>;
  problems: HeightProblem[];
}

/**
 * Reads the heights from an entity's tags, in whole centimetres. Inches are converted and rounded to the nearest (44 in is
 * 111.76 cm, so 112, as parks print it). Values in another unit and contradictory values are refused.
 */
export function readHeights(tags: readonly unknown[]): ReadHeights {
  const heights: ReadHeights['heights'] = {};
  const problems: HeightProblem[] = [];
  const contradicted = new Set<keyof Heights>();
  for (const tag of tags) {
    const field = isJsonObject(tag) && typeof tag.tag === 'string' ? FIELD_OF_TAG[tag.tag.toUpperCase()] : undefined;
    if (field === undefined) continue;
    const read = readHeight((tag as { value?: unknown }).value);
    if (read === null) continue;
    if (typeof read !== 'number') problems.push({ ...read, field, tag });
    else if (heights[field] !== undefined && heights[field] !== read) {
      contradicted.add(field);
      const description = `the tags give both ${heights[field]} cm and ${read} cm`;
      problems.push({ reason: 'HEIGHT_CONFLICT', description, field, tag });
    } else heights[field] = read;
  }
  for (const field of contradicted) delete heights[field];
  return { heights, problems };
}

/** Null: the tag has no value. */
function readHeight(value: unknown): number | null | Pick<HeightProblem, 'reason' | 'description'> {
  if (isWithoutValue(value)) return null;
  const { height, unit } = isJsonObject(value) ? value : {};
  if (typeof height !== 'number' || !Number.isFinite(height)) {
    return { reason: 'HEIGHT_UNREADABLE', description: 'it is not a number with a unit' };
  }
  const factor = factorOf(unit);
  if (factor === null) return { reason: 'HEIGHT_UNIT', description: 'its unit is neither cm nor in' };
  const centimetres = Math.round(height * factor);
  if (centimetres >= MIN_CM && centimetres <= MAX_CM) return centimetres;
  return { reason: 'HEIGHT_OUT_OF_RANGE', description: `${centimetres} cm is not between ${MIN_CM} and ${MAX_CM} cm` };
}

function factorOf(unit: unknown): number | null {
  const word = typeof unit === 'string' ? unit.trim().toLowerCase() : null;
  if (word === 'cm') return 1;
  return word === 'in' ? CM_PER_INCH : null;
}
