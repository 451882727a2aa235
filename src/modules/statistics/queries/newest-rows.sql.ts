import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { millisecondsSql } from '../../../common/database/sql-helpers.js';
import { SNAPSHOT } from '../../snapshots/observation-columns.js';
import type { RideCurrent } from '../../snapshots/entities/observation.entity.js';

export interface NewestRow extends Pick<RideCurrent, 'rideId'> {
  recordedAtMs: number;
  isLive: boolean;
}

/** Reads the newest observation of rides from `ride_current`, without scanning the observations. */
@Injectable()
export class NewestRowsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(rideIds: readonly number[]): Promise<Map<number, NewestRow>> {
    if (rideIds.length === 0) return new Map();
    const rows = await this.dataSource.query<Record<keyof NewestRow, number>[]>(
      `SELECT ${SNAPSHOT.rideId} AS rideId, ${millisecondsSql(SNAPSHOT.recordedAt)} AS recordedAtMs,
              ${SNAPSHOT.lastConfirmedAt} IS NOT NULL AS isLive
         FROM ride_current WHERE ${SNAPSHOT.rideId} IN (?)`,
      [rideIds],
    );
    return new Map(
      rows.map(({ rideId, recordedAtMs, isLive }) => [
        rideId,
        { rideId, recordedAtMs: Number(recordedAtMs), isLive: Number(isLive) === 1 },
      ]),
    );
  }
}
