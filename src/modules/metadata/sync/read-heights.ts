import { isJsonObject, isWithoutValue } from '../../../common/reading/field-readers.js';
import { type Attributes, type Heights, MAX_HEIGHT_CM, MIN_HEIGHT_CM } from '../metadata.js';
import { attributeWord } from './read-attributes.js';

const CM_PER_INCH = 2.54;

/** By the name of the tag or attribute: `MINIMUM_HEIGHT` or `minimumHeight`. */
const FIELD_OF_NAME: ReadonlyMap<string, keyof Heights> = new Map([
  ['minimumheight', 'heightMinCm'],
  ['minimumheightunaccompanied', 'heightMinUnaccompaniedCm'],
  ['maximumheight', 'heightMaxCm'],
]);
/** A tag in inches and the attribute of the same height may be rounded differently. */
const ROUNDING_CM = 1;

export const HEIGHT_PROBLEMS = ['HEIGHT_UNREADABLE', 'HEIGHT_UNIT', 'HEIGHT_OUT_OF_RANGE', 'HEIGHT_CONFLICT'] as const;
export type HeightProblemReason = (typeof HEIGHT_PROBLEMS)[number];

export interface HeightProblem {
  reason: HeightProblemReason;
  field: keyof Heights;
  description: string;
  /** The tag, or an object with only the attribute. */
  tag: unknown;
}

export interface ReadHeights {
  /** Only heights that the tags or attributes contain. */
  heights: Partial<Record<keyof Heights, number>>;
  problems: HeightProblem[];
}

/**
 * Reads the heights from an entity's tags and attributes, in whole centimetres. Inches are converted and rounded to the
 * nearest (44 in is 111.76 cm, so 112, as parks print it). Values in another unit and contradictory values are refused.
 * If a tag and an attribute differ only by rounding, the attribute counts.
 */
export function readHeights(tags: readonly unknown[], attributes: Attributes = {}): ReadHeights {
  const heights: ReadHeights['heights'] = {};
  const problems: HeightProblem[] = [];
  const contradicted = new Set<keyof Heights>();
  const take = (field: keyof Heights, tag: unknown, read: ReadHeight, toleranceCm: number): void => {
    if (read === null) return;
    const before = heights[field];
    if (typeof read !== 'number') problems.push({ ...read, field, tag });
    else if (before !== undefined && Math.abs(before - read) > toleranceCm) {
      contradicted.add(field);
      const description = `the source gives both ${before} cm and ${read} cm`;
      problems.push({ reason: 'HEIGHT_CONFLICT', description, field, tag });
    } else heights[field] = read;
  };
  for (const tag of tags) {
    const field = isJsonObject(tag) && typeof tag.tag === 'string' ? fieldOf(tag.tag) : undefined;
    if (field !== undefined) take(field, tag, readHeight((tag as { value?: unknown }).value), 0);
  }
  for (const [name, value] of Object.entries(attributes)) {
    const field = fieldOf(name);
    if (field !== undefined) take(field, { [name]: value }, readAttribute(value), ROUNDING_CM);
  }
  for (const field of contradicted) delete heights[field];
  return { heights, problems };
}

const fieldOf = (name: string): keyof Heights | undefined => FIELD_OF_NAME.get(attributeWord(name));

/** Null: no value. */
type ReadHeight = number | null | Pick<HeightProblem, 'reason' | 'description'>;

/** An attribute is a bare number of centimetres. One in the form of a tag is read like a tag. */
function readAttribute(value: unknown): ReadHeight {
  return readHeight(typeof value === 'number' ? { height: value, unit: 'cm' } : value);
}

function readHeight(value: unknown): ReadHeight {
  if (isWithoutValue(value)) return null;
  const { height, unit } = isJsonObject(value) ? value : {};
  if (typeof height !== 'number' || !Number.isFinite(height)) {
    return { reason: 'HEIGHT_UNREADABLE', description: 'it is not a number with a unit' };
  }
  const factor = factorOf(unit);
  if (factor === null) return { reason: 'HEIGHT_UNIT', description: 'its unit is neither cm nor in' };
  const centimetres = Math.round(height * factor);
  if (centimetres >= MIN_HEIGHT_CM && centimetres <= MAX_HEIGHT_CM) return centimetres;
  return {
    reason: 'HEIGHT_OUT_OF_RANGE',
    description: `${centimetres} cm is not between ${MIN_HEIGHT_CM} and ${MAX_HEIGHT_CM} cm`,
  };
}

function factorOf(unit: unknown): number | null {
  const word = typeof unit === 'string' ? unit.trim().toLowerCase() : null;
  if (word === 'cm') return 1;
  return word === 'in' ? CM_PER_INCH : null;
}
