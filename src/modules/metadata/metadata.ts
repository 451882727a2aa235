import type { Position } from '../../common/geo.js';
import type { EntityType } from '../catalog/entity-types.js';

export const INDOOR_OUTDOOR = ['INDOOR', 'OUTDOOR', 'HYBRID'] as const;
export type IndoorOutdoor = (typeof INDOOR_OUTDOOR)[number];

/** The basis of a classification, strongest first. */
export const CLASSIFICATION_SOURCES = ['MANUAL', 'CURATED', 'TAG', 'NAME_RULE'] as const;
export type ClassificationSource = (typeof CLASSIFICATION_SOURCES)[number];

export type { Position };

/** Kinds of attractions, as the source names them. */
export const ATTRACTION_TYPES = ['UNKNOWN', 'RIDE', 'SHOW', 'TRANSPORT', 'PARADE', 'MEET_AND_GREET', 'OTHER'] as const;
export type AttractionType = (typeof ATTRACTION_TYPES)[number];

/** Attributes by name, as the source reports them. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A height outside this range is in another unit, or not a height. */
export const MIN_HEIGHT_CM = 30;
export const MAX_HEIGHT_CM = 300;

/** Height requirements; null: none known. */
export interface Heights {
  heightMinCm: number | null;
  /** For riding without a companion. */
  heightMinUnaccompaniedCm: number | null;
  heightMaxCm: number | null;
}

export const HEIGHT_FIELDS = [
  'heightMinCm',
  'heightMinUnaccompaniedCm',
  'heightMaxCm',
] as const satisfies readonly (keyof Heights)[];

export interface Classification {
  indoorOutdoor: IndoorOutdoor | null;
  classificationSource: ClassificationSource | null;
  /** Above 0, at most 1; null without a source. */
  classificationConfidence: number | null;
}

/** Metadata of a ride; null: unknown. */
export interface Metadata extends Heights, Classification {
  latitude: number | null;
  longitude: number | null;
  entityType: EntityType | null;
  attractionType: AttractionType | null;
  /** The source's id of the park. */
  themeparksWikiParkId: string | null;
  /** The older form of attributes. */
  tags: unknown[] | null;
  attributes: Attributes | null;
  externalId: string | null;
}

export type MetadataField = keyof Metadata;

export const NO_METADATA: Readonly<Metadata> = {
  latitude: null,
  longitude: null,
  entityType: null,
  indoorOutdoor: null,
  classificationSource: null,
  classificationConfidence: null,
  heightMinCm: null,
  heightMinUnaccompaniedCm: null,
  heightMaxCm: null,
  attractionType: null,
  themeparksWikiParkId: null,
  tags: null,
  attributes: null,
  externalId: null,
};

export const METADATA_FIELDS = Object.keys(NO_METADATA) as MetadataField[];

/** Fields that can be set by hand. A synchronisation never overwrites a value set by hand. */
export const OVERRIDABLE_FIELDS = [
  'indoorOutdoor',
  'heightMinCm',
  'heightMinUnaccompaniedCm',
  'heightMaxCm',
] as const satisfies readonly MetadataField[];
export type OverridableField = (typeof OVERRIDABLE_FIELDS)[number];

/** Values set by hand; null: set to "none" by hand. A missing field was not set. */
export type Overrides = Partial<Pick<Metadata, OverridableField>>;

/** Origin of a value: `/children`, `/entity/{id}`, a person, or the basis of a classification. */
export const CHANGE_SOURCES = [
  'LISTING',
  'ENTITY',
  'MANUAL',
  'OWN_CATALOGUE',
  'CURATED',
  'TAG',
  'NAME_RULE',
  'NO_RULE',
] as const;
export type ChangeSource = (typeof CHANGE_SOURCES)[number];

export interface MetadataChange {
  field: MetadataField;
  oldValue: unknown;
  newValue: unknown;
  source: ChangeSource;
}
