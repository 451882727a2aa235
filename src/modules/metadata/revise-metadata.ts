import { canonicalJson } from '../../common/reading/canonical-json.js';
import { classify, type ClassifiedRide } from './classification/classify.js';
import type { CuratedIndex } from './classification/curated-index.js';
import {
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
import { readHeights } from './sync/read-heights.js';

/** Values by field as a source reports them. A missing field was not requested. */
export type Facts = Partial<Pick<Metadata, 'latitude' | 'longitude' | 'entityType' | 'externalId' | 'tags'>>;
/** Fields for which a source may report nothing although they were requested. */
export type FactField = keyof Facts | keyof Heights;

export interface Revision {
  next: Metadata;
  changes: MetadataChange[];
  /** Fields with known values that the source no longer reports: they are kept. */
  kept: FactField[];
  /** All other requested fields: their values are confirmed by the source or set by a person. */
  settled: FactField[];
}

export interface RevisedRide {
  current: Metadata;
  overrides: Overrides;
  identity: Omit<ClassifiedRide, 'entityType' | 'tags'>;
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
  source: Extract<ChangeSource, 'LISTING' | 'ENTITY'>,
  curated: CuratedIndex,
): Revision {
  const reported = withHeights(facts);
  const requested = Object.keys(reported) as FactField[];
  const isKept = (field: FactField) => reported[field] === null && current[field] !== null && !(field in overrides);
  const known = Object.fromEntries(Object.entries(reported).filter(([, value]) => value !== null));
  const next = settle({ ...current, ...known }, overrides, identity, curated);
  const changes = changesBetween(current, next, source, overrides);
  return { next, changes, kept: requested.filter(isKept), settled: requested.filter((field) => !isKept(field)) };
}

/** Computes the metadata after a person has set or cleared fields. A cleared height falls back to the tags. */
export function overrideMetadata(
  { current, overrides, identity }: RevisedRide,
  cleared: readonly OverridableField[],
  curated: CuratedIndex,
): Revision {
  const { heights } = readHeights(current.tags ?? []);
  const heightFields = HEIGHT_FIELDS.filter((field) => cleared.includes(field));
  const fromTags = Object.fromEntries(heightFields.map((field) => [field, heights[field] ?? null]));
  const next = settle({ ...current, ...fromTags }, overrides, identity, curated);
  return { next, changes: changesBetween(current, next, 'MANUAL', overrides), kept: [], settled: [] };
}

function withHeights(facts: Facts): Partial<Pick<Metadata, FactField>> {
  if (facts.tags === undefined) return facts;
  const { heights } = readHeights(facts.tags ?? []);
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
      ? classify({ ...identity, entityType: base.entityType, tags: base.tags }, curated)
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
