import { readJson } from '../../common/database/json-column.js';
import { type Metadata, METADATA_FIELDS } from './metadata.js';

export type MetadataSqlRow = Omit<Metadata, 'tags'> & { tags: string | null };

export const METADATA_COLUMNS: Record<keyof Metadata, string> = {
  latitude: 'latitude',
  longitude: 'longitude',
  entityType: 'entity_type',
  indoorOutdoor: 'indoor_outdoor',
  classificationSource: 'classification_source',
  classificationConfidence: 'classification_confidence',
  heightMinCm: 'height_min_cm',
  heightMinUnaccompaniedCm: 'height_min_unaccompanied_cm',
  heightMaxCm: 'height_max_cm',
  tags: 'tags',
  externalId: 'external_id',
};

/** Of `entity_metadata m`. */
export const METADATA_SELECTED = METADATA_FIELDS.map((field) => `m.${METADATA_COLUMNS[field]} AS ${field}`).join(', ');

export function metadataOf({ tags, ...row }: MetadataSqlRow): Metadata {
  return { ...row, tags: readJson<unknown[]>(tags) };
}
