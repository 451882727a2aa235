import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { type EntityManager, In, type QueryDeepPartialEntity, type Repository } from 'typeorm';
import { chunksOf } from '../../common/collections.js';
import { insertOrUpdate } from '../../common/database/insert.js';
import { EntityMetadata, EntityMetadataHistory, EntityMetadataOverride } from './entity-metadata.entity.js';
import {
  type Metadata,
  METADATA_FIELDS,
  type MetadataChange,
  type OverridableField,
  type Overrides,
} from './metadata.js';

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

/** Writes metadata and its history. Always in the caller's transaction. */
@Injectable()
export class MetadataRepository {
  constructor(
    @InjectRepository(EntityMetadata) private readonly metadata: Repository<EntityMetadata>,
    @InjectRepository(EntityMetadataHistory) private readonly history: Repository<EntityMetadataHistory>,
    @InjectRepository(EntityMetadataOverride) private readonly overrides: Repository<EntityMetadataOverride>,
  ) {}

  /** Reads and locks the stored metadata of these rides. */
  async lock(manager: EntityManager, rideIds: readonly number[]): Promise<Map<number, StoredMetadata>> {
    if (rideIds.length === 0) return new Map();
    const rows = await manager.withRepository(this.metadata).find({
      where: { rideId: In(rideIds) },
      order: { rideId: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    return new Map(rows.map((row) => [row.rideId, { version: row.version, metadata: metadataOf(row) }]));
  }

  async findOverrides(manager: EntityManager, rideIds: readonly number[]): Promise<Map<number, Overrides>> {
    if (rideIds.length === 0) return new Map();
    const rows = await manager.withRepository(this.overrides).findBy({ rideId: In(rideIds) });
    const found = new Map<number, Overrides>();
    for (const { rideId, field, value } of rows) found.set(rideId, { ...found.get(rideId), [field]: value });
    return found;
  }

  async setOverride(
    manager: EntityManager,
    rideId: number,
    override: { field: OverridableField; value: unknown; setAt: Date },
  ): Promise<void> {
    const { field, value, setAt } = override;
    // TypeORM would write null as the SQL value NULL, not as the JSON value.
    const row = { rideId, field, value: value ?? (() => "'null'"), setAt };
    await manager.withRepository(this.overrides).upsert(row, ['rideId', 'field']);
  }

  async clearOverrides(manager: EntityManager, rideId: number, fields: readonly OverridableField[]): Promise<void> {
    if (fields.length === 0) return;
    await manager.withRepository(this.overrides).delete({ rideId, field: In(fields) });
  }

  async save(manager: EntityManager, rows: readonly MetadataRow[]): Promise<void> {
    const [synced, others] = [rows.filter(isSynced), rows.filter((row) => !isSynced(row))];
    await this.saveFields(manager, synced, ['version', 'lastSyncedAt', ...METADATA_FIELDS]);
    await this.saveFields(manager, others, ['version', ...METADATA_FIELDS]);
  }

  async addHistory(
    manager: EntityManager,
    changes: readonly (MetadataChange & { rideId: number; version: number })[],
    changedAt: Date,
  ): Promise<void> {
    const history = manager.withRepository(this.history);
    for (const chunk of chunksOf(changes, ROWS_PER_STATEMENT)) {
      const rows = chunk.map((change) => ({ ...change, changedAt })) as QueryDeepPartialEntity<EntityMetadataHistory>[];
      await history.createQueryBuilder().insert().values(rows).updateEntity(false).execute();
    }
  }

  private async saveFields(
    manager: EntityManager,
    rows: readonly MetadataRow[],
    updated: readonly (keyof EntityMetadata)[],
  ): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) {
      const values = chunk.map(({ metadata, ...row }) => ({ ...row, ...metadata }));
      await insertOrUpdate(
        manager.withRepository(this.metadata),
        values as QueryDeepPartialEntity<EntityMetadata>[],
        updated,
      );
    }
  }
}

const isSynced = ({ lastSyncedAt }: MetadataRow): boolean => lastSyncedAt !== null;

export function metadataOf(row: EntityMetadata): Metadata {
  return Object.fromEntries(METADATA_FIELDS.map((field) => [field, row[field]])) as unknown as Metadata;
}
