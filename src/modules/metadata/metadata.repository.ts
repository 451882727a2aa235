import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../common/collections.js';
import { readJson } from '../../common/database/sql-helpers.js';
import { canonicalJson } from '../../common/reading/canonical-json.js';
import {
  type Metadata,
  METADATA_FIELDS,
  type MetadataChange,
  type OverridableField,
  type Overrides,
} from './metadata.js';

export type MetadataSqlRow = Omit<Metadata, 'tags'> & { tags: string | null };

const METADATA_COLUMNS: Record<keyof Metadata, string> = {
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

/** Columns of `entity_metadata m`. */
export const METADATA_SELECTED = METADATA_FIELDS.map((field) => `m.${METADATA_COLUMNS[field]} AS ${field}`).join(', ');

export function metadataOf({ tags, ...row }: MetadataSqlRow): Metadata {
  return { ...row, tags: readJson<unknown[]>(tags) };
}

/** The stored metadata of a ride; `version` 0: nothing stored yet. */
export interface StoredMetadata {
  metadata: Metadata;
  version: number;
}

export interface MetadataRow extends StoredMetadata {
  rideId: number;
  /** Null: keep the stored value. */
  lastSyncedAt: Date | null;
}

const ROWS_PER_STATEMENT = 200;

/** SQL that writes metadata and its history. Always in the caller's transaction. */
@Injectable()
export class MetadataRepository {
  /** Reads and locks the stored metadata of these rides. */
  async lock(manager: EntityManager, rideIds: readonly number[]): Promise<Map<number, StoredMetadata>> {
    if (rideIds.length === 0) return new Map();
    const rows = await manager.query<(MetadataSqlRow & { rideId: number; version: number })[]>(
      `SELECT m.ride_id AS rideId, m.version, ${METADATA_SELECTED} FROM entity_metadata m
        WHERE m.ride_id IN (?) ORDER BY m.ride_id FOR UPDATE`,
      [rideIds],
    );
    return new Map(rows.map(({ rideId, version, ...row }) => [rideId, { version, metadata: metadataOf(row) }]));
  }

  async findOverrides(manager: EntityManager, rideIds: readonly number[]): Promise<Map<number, Overrides>> {
    if (rideIds.length === 0) return new Map();
    const rows = await manager.query<{ rideId: number; field: OverridableField; value: string }[]>(
      `SELECT ride_id AS rideId, field, value FROM entity_metadata_overrides
        WHERE ride_id IN (?)`,
      [rideIds],
    );
    const found = new Map<number, Overrides>();
    for (const { rideId, field, value } of rows) {
      found.set(rideId, { ...found.get(rideId), [field]: readJson<unknown>(value) });
    }
    return found;
  }

  async setOverride(
    manager: EntityManager,
    rideId: number,
    override: { field: OverridableField; value: unknown; setAt: Date },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO entity_metadata_overrides (ride_id, field, value, set_at) VALUES (?, ?, ?, ?)
       ON DUPLICATE KEY UPDATE value = VALUES(value), set_at = VALUES(set_at)`,
      [rideId, override.field, JSON.stringify(override.value), override.setAt],
    );
  }

  async clearOverrides(manager: EntityManager, rideId: number, fields: readonly OverridableField[]): Promise<void> {
    if (fields.length === 0) return;
    await manager.query('DELETE FROM entity_metadata_overrides WHERE ride_id = ? AND field IN (?)', [rideId, fields]);
  }

  async save(manager: EntityManager, rows: readonly MetadataRow[]): Promise<void> {
    const columns = [
      'ride_id',
      'version',
      'last_synced_at',
      ...METADATA_FIELDS.map((field) => METADATA_COLUMNS[field]),
    ];
    const updates = columns.slice(3).map((column) => `${column} = VALUES(${column})`);
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) {
      await manager.query(
        `INSERT INTO entity_metadata (${columns.join(', ')}) VALUES ${placeholders(chunk.length, columns.length)}
         ON DUPLICATE KEY UPDATE version = VALUES(version),
           last_synced_at = COALESCE(VALUES(last_synced_at), last_synced_at), ${updates.join(', ')}`,
        chunk.flatMap(({ rideId, version, lastSyncedAt, metadata }) => [
          rideId,
          version,
          lastSyncedAt,
          ...METADATA_FIELDS.map((field) => (field === 'tags' ? jsonOrNull(metadata.tags) : metadata[field])),
        ]),
      );
    }
  }

  async addHistory(
    manager: EntityManager,
    changes: readonly (MetadataChange & { rideId: number; version: number })[],
    changedAt: Date,
  ): Promise<void> {
    for (const chunk of chunksOf(changes, ROWS_PER_STATEMENT)) {
      await manager.query(
        `INSERT INTO entity_metadata_history (ride_id, version, field, old_value, new_value, source, changed_at)
         VALUES ${placeholders(chunk.length, 7)}`,
        chunk.flatMap(({ rideId, version, field, oldValue, newValue, source }) => [
          rideId,
          version,
          field,
          jsonOrNull(oldValue),
          jsonOrNull(newValue),
          source,
          changedAt,
        ]),
      );
    }
  }
}

const jsonOrNull = (value: unknown): string | null => (value === null ? null : canonicalJson(value));

function placeholders(rows: number, columns: number): string {
  const row = `(${Array.from({ length: columns }, () => '?').join(',')})`;
  return Array.from({ length: rows }, () => row).join(',');
}
