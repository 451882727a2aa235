import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, type Repository } from 'typeorm';
import { EntityMetadata, EntityMetadataHistory, EntityMetadataOverride } from './entity-metadata.entity.js';
import { type Metadata, type MetadataChange, OVERRIDABLE_FIELDS, type OverridableField } from './metadata.js';
import { metadataOf } from './metadata.repository.js';

export interface KnownMetadata extends Metadata {
  version: number;
  lastSyncedAt: Date | null;
}

export interface RecordedChange extends MetadataChange {
  rideId: number;
  version: number;
  changedAt: Date;
}

/** Where the present value of a field is from, and since when. */
export interface FieldOrigin extends Pick<MetadataChange, 'source'> {
  field: OverridableField;
  changedAt: Date;
}

/** Reads metadata and its history. */
@Injectable()
export class MetadataReadRepository {
  constructor(
    @InjectRepository(EntityMetadata) private readonly metadata: Repository<EntityMetadata>,
    @InjectRepository(EntityMetadataHistory) private readonly history: Repository<EntityMetadataHistory>,
    @InjectRepository(EntityMetadataOverride) private readonly overrides: Repository<EntityMetadataOverride>,
  ) {}

  async find(rideId: number): Promise<KnownMetadata | null> {
    const row = await this.metadata.findOneBy({ rideId });
    return row && { ...metadataOf(row), version: row.version, lastSyncedAt: row.lastSyncedAt };
  }

  async findManualFields(rideId: number): Promise<OverridableField[]> {
    const rows = await this.overrides.find({ select: { field: true }, where: { rideId }, order: { field: 'ASC' } });
    return rows.map(({ field }) => field);
  }

  /** The newest change of each field that can be set by hand. */
  async findOrigins(rideIds: readonly number[]): Promise<FieldOrigin[]> {
    const rows = await this.history.find({
      select: { field: true, source: true, changedAt: true },
      where: { rideId: In(rideIds), field: In(OVERRIDABLE_FIELDS) },
      order: { changedAt: 'DESC', historyId: 'DESC' },
    });
    return OVERRIDABLE_FIELDS.flatMap((field) => {
      const newest = rows.find((row) => row.field === field);
      return newest === undefined ? [] : [{ field, source: newest.source, changedAt: newest.changedAt }];
    });
  }

  /** Newest first. */
  async findHistory(
    rideIds: readonly number[],
    { limit, offset }: { limit: number; offset: number },
  ): Promise<{ data: RecordedChange[]; total: number }> {
    const [rows, total] = await this.history.findAndCount({
      where: { rideId: In(rideIds) },
      order: { changedAt: 'DESC', historyId: 'DESC' },
      take: limit,
      skip: offset,
    });
    const data = rows.map(({ rideId, version, field, oldValue, newValue, source, changedAt }) => ({
      rideId,
      version,
      field,
      oldValue,
      newValue,
      source,
      changedAt,
    }));
    return { data, total };
  }
}
