import { canonicalJson } from '../../common/reading/canonical-json.js';
import { classify, type ClassifiedRide } from './classification/classify.js';
import type { CuratedIndex } from './classification/curated-index.js';
import {
  type Attributes,
  type ChangeSource,
  type Classification,
  HEIGHT_FIELDS,
  type Heights,
  type Metadata,
  METADATA_FIELDS,
  type MetadataChange,
  type MetadataField,
  type OverridableField,
  type Overrides,
} from './metadata.js';
import { attributeWord } from './sync/read-attributes.js';
import { readHeights } from './sync/read-heights.js';

/** Values by field as a source reports them. A missing field was not requested. */
export type Facts = Partial<
  Pick<Metadata, 'latitude' | 'longitude' | 'entityType' | 'externalId' | 'tags' | DescribedField | 'attributes'>
>;
/** Fields that only the newer form of a document has. */
type DescribedField = 'attractionType' | 'themeparksWikiParkId';
/** Fields for which a source may report nothing although they were requested. */
export type FactField = Exclude<keyof Facts, 'attributes'> | keyof Heights | `attributes.${string}`;

export interface Revision {
  next: Metadata;
  changes: MetadataChange[];
  /** Fields with known values that the source no longer reports: they are kept. */
  kept: { field: FactField; value: unknown }[];
  /** All other requested fields: their values are confirmed by the source or set by a person. */
  confirmed: FactField[];
}

export interface RevisedRide {
  current: Metadata;
  overrides: Overrides;
  identity: Omit<ClassifiedRide, 'entityType' | 'tags' | 'attributes'>;
}

const CLASSIFICATION_FIELDS: ReadonlySet<MetadataField> = new Set([
  'indoorOutdoor',
  'classificationSource',
  'classificationConfidence',
] as const satisfies (keyof Classification)[]);

/**
 * Computes the metadata of a ride after a response of a source. Null never erases a known value, because an API may lose
 * data. Values set by hand are kept, and the classification is derived again.
 */
export function reviseMetadata(
  { current, overrides, identity }: RevisedRide,
  facts: Facts,
  source: Extract<ChangeSource, 'LISTING' | 'ENTITY' | 'OWN_CATALOGUE'>,
  curated: CuratedIndex,
): Revision {
  const reported = withHeights(facts);
  const values = valuesOf(reported, current);
  const isKept = ({ field, known, isReported }: FactValue) =>
    !isReported && known !== null && !(field in overrides) && !hasOtherForm(field, facts);
  const known = Object.fromEntries(Object.entries(reported).filter(([, value]) => value !== null));
  const merged = { ...known, attributes: mergeAttributes(current, facts), attractionType: knownType(current, facts) };
  const next = settle({ ...current, ...merged }, overrides, identity, curated);
  return {
    next,
    changes: changesBetween(current, next, source, overrides),
    kept: values.filter(isKept).map(({ field, known: value }) => ({ field, value })),
    confirmed: values.filter((value) => !isKept(value)).map(({ field }) => field),
  };
}

interface FactValue {
  field: FactField;
  /** The stored value; null: none. */
  known: unknown;
  isReported: boolean;
}

/** Every requested fact, each attribute by itself. */
function valuesOf({ attributes, ...others }: Facts & Partial<Heights>, current: Metadata): FactValue[] {
  const fields = Object.keys(others) as (keyof typeof others)[];
  const values = fields.map((field): FactValue => ({
    field,
    known: current[field],
    isReported: others[field] !== null,
  }));
  if (attributes === undefined) return values;
  const names = new Set([...Object.keys(current.attributes ?? {}), ...Object.keys(attributes ?? {})]);
  const ofAttributes = [...names].map((name): FactValue => ({
    field: `attributes.${name}`,
    known: current.attributes?.[name] ?? null,
    isReported: attributes?.[name] !== undefined,
  }));
  return [...values, ...ofAttributes];
}

/** Tags and attributes are two forms of the same facts: a document in one form withdraws nothing of the other. */
function hasOtherForm(field: FactField, { tags, attributes, attractionType, themeparksWikiParkId }: Facts): boolean {
  if (field === 'tags') return Boolean(attributes ?? attractionType ?? themeparksWikiParkId);
  const isAttribute = field.startsWith('attributes.') || field === 'attractionType' || field === 'themeparksWikiParkId';
  return isAttribute && Boolean(tags);
}

/** Keeps attributes that a response lacks, except those that its tags report in the older form. */
function mergeAttributes({ attributes: current }: Metadata, { tags, attributes }: Facts): Attributes | null {
  const inTags = new Set((tags ?? []).map((tag) => attributeWord(String((tag as { tag?: unknown }).tag))));
  const kept = Object.entries(current ?? {}).filter(([name]) => !inTags.has(attributeWord(name)));
  const merged = [...kept, ...Object.entries(attributes ?? {})];
  return merged.length === 0 ? null : Object.fromEntries(merged);
}

/** `UNKNOWN` never replaces a known type, because it carries no more information than a missing value. */
function knownType({ attractionType: current }: Metadata, { attractionType }: Facts): Metadata['attractionType'] {
  return attractionType && (attractionType !== 'UNKNOWN' || current === null) ? attractionType : current;
}

/**
 * Computes the metadata after a person has set or cleared fields. A cleared height falls back to the attributes, or else
 * to the tags.
 */
export function overrideMetadata(
  { current, overrides, identity }: RevisedRide,
  cleared: readonly OverridableField[],
  curated: CuratedIndex,
): Revision {
  const heights = {
    ...readHeights(current.tags ?? []).heights,
    ...readHeights([], current.attributes ?? {}).heights,
  };
  const heightFields = HEIGHT_FIELDS.filter((field) => cleared.includes(field));
  const reported = Object.fromEntries(heightFields.map((field) => [field, heights[field] ?? null]));
  const next = settle({ ...current, ...reported }, overrides, identity, curated);
  return { next, changes: changesBetween(current, next, 'MANUAL', overrides), kept: [], confirmed: [] };
}

function withHeights(facts: Facts): Facts & Partial<Heights> {
  if (facts.tags === undefined && facts.attributes === undefined) return facts;
  const { heights } = readHeights(facts.tags ?? [], facts.attributes ?? {});
  const reported = Object.fromEntries(HEIGHT_FIELDS.map((field) => [field, heights[field] ?? null]));
  return { ...facts, ...reported };
}

function settle(
  base: Metadata,
  overrides: Overrides,
  identity: RevisedRide['identity'],
  curated: CuratedIndex,
): Metadata {
  const classification: Classification =
    overrides.indoorOutdoor === undefined
      ? classify({ ...identity, entityType: base.entityType, tags: base.tags, attributes: base.attributes }, curated)
      : {
          indoorOutdoor: overrides.indoorOutdoor,
          classificationSource: 'MANUAL',
          classificationConfidence: 1,
        };
  return { ...base, ...classification, ...overrides };
}

function changesBetween(
  current: Metadata,
  next: Metadata,
  source: ChangeSource,
  overrides: Overrides,
): MetadataChange[] {
  return METADATA_FIELDS.filter((field) => !isSame(current[field], next[field])).map((field) => ({
    field,
    oldValue: current[field],
    newValue: next[field],
    source: sourceOf(field, next, source, overrides),
  }));
}

function sourceOf(
  field: MetadataField,
  { classificationSource }: Metadata,
  source: ChangeSource,
  overrides: Overrides,
): ChangeSource {
  if (CLASSIFICATION_FIELDS.has(field)) return classificationSource ?? 'NO_RULE';
  return field in overrides ? 'MANUAL' : source;
}

/** Compares objects by content: a database server may store their members in another order. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || canonicalJson(one) === canonicalJson(other);
}
