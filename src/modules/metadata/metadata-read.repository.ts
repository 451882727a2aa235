import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { readJson } from '../../common/database/json-column.js';
import type { Metadata, MetadataChange, OverridableField } from './metadata.js';
import { METADATA_SELECTED, metadataOf, type MetadataSqlRow } from './metadata-columns.js';

export interface KnownMetadata extends Metadata {
  version: number;
  lastSyncedAt: Date | null;
}

export interface RecordedChange extends MetadataChange {
  rideId: number;
  version: number;
  changedAt: Date;
}

type HistoryRow = Omit<RecordedChange, 'oldValue' | 'newValue'> & { oldValue: string | null; newValue: string | null };

/** SQL that shows metadata and its history. */
@Injectable()
export class MetadataReadRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(rideId: number): Promise<KnownMetadata | null> {
    type Row = MetadataSqlRow & { version: number; lastSyncedAt: Date | null };
    const [row] = await this.dataSource.query<Row[]>(
      `SELECT ${METADATA_SELECTED}, m.version, m.last_synced_at AS lastSyncedAt FROM entity_metadata m
        WHERE m.ride_id = ?`,
      [rideId],
    );
    if (row === undefined) return null;
    const { version, lastSyncedAt, ...metadata } = row;
    return { ...metadataOf(metadata), version, lastSyncedAt };
  }

  async findManualFields(rideId: number): Promise<OverridableField[]> {
    const rows = await this.dataSource.query<{ field: OverridableField }[]>(
      'SELECT field FROM entity_metadata_overrides WHERE ride_id = ? ORDER BY field',
      [rideId],
    );
    return rows.map(({ field }) => field);
  }

  /** Newest first. */
  async findHistory(
    rideIds: readonly number[],
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ data: RecordedChange[]; total: number }> {
    const rows = await this.dataSource.query<HistoryRow[]>(
      `SELECT ride_id AS rideId, version, field, old_value AS oldValue,
              new_value AS newValue, source, changed_at AS changedAt
         FROM entity_metadata_history WHERE ride_id IN (?)
        ORDER BY changed_at DESC, history_id DESC LIMIT ? OFFSET ?`,
      [rideIds, limit, offset],
    );
    const [count] = await this.dataSource.query<{ total: number }[]>(
      'SELECT COUNT(*) AS total FROM entity_metadata_history WHERE ride_id IN (?)',
      [rideIds],
    );
    const data = rows.map((row) => ({
      ...row,
      oldValue: readJson<unknown>(row.oldValue),
      newValue: readJson<unknown>(row.newValue),
    }));
    return { data, total: Number(count!.total) };
  }
}
