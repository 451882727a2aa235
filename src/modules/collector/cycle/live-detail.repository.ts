import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { sqlInstant } from '../../../common/database/sql-instant.js';
import { chunksOf } from '../../../common/collections.js';
import { millisecondsSql, readJson } from '../../../common/database/sql-helpers.js';
import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { cutAt } from '../../snapshots/writing/live-writer.js';
import type { LiveDetailType } from '../live-response/live-response.js';
import type { DetailSpan } from './encode-response.js';

const ROWS_PER_STATEMENT = 200;
interface DetailRow {
  rideId: number;
  detailType: LiveDetailType;
  recordedAtMs: number;
  lastConfirmedAtMs: number;
  detail: string;
}

/** SQL on entity_live_details, in the caller's transaction. */
@Injectable()
export class LiveDetailRepository {
  /** The newest row of each detail of each ride, up to the horizon; rows beyond it come from a wrong clock. */
  async findCurrent(manager: EntityManager, rideIds: readonly number[], horizonMs: number): Promise<DetailSpan[]> {
    if (rideIds.length === 0) return [];
    const rows = await manager.query<DetailRow[]>(
      `SELECT d.ride_id AS rideId, d.detail_type AS detailType, ${millisecondsSql('d.observed_from')} AS recordedAtMs,
              ${millisecondsSql('d.last_confirmed_at')} AS lastConfirmedAtMs, d.detail
         FROM (SELECT ride_id, detail_type, MAX(observed_from) AS newest FROM entity_live_details
                WHERE ride_id IN (?) AND observed_from <= ? GROUP BY ride_id, detail_type) n
         JOIN entity_live_details d
           ON d.ride_id = n.ride_id AND d.detail_type = n.detail_type AND d.observed_from = n.newest`,
      [rideIds, sqlInstant(horizonMs)],
    );
    // MySQL stores JSON with its own key order and spacing.
    return rows.map(({ detail, ...row }) => ({
      ...cutAt(row, horizonMs),
      json: canonicalJson(readJson(detail)) ?? '',
    }));
  }

  async insert(manager: EntityManager, rows: readonly DetailSpan[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) {
      await manager.query(
        `INSERT INTO entity_live_details (ride_id, detail_type, observed_from, last_confirmed_at, detail)
         VALUES ${chunk.map(() => '(?,?,?,?,?)').join(',')}`,
        chunk.flatMap(({ rideId, detailType, recordedAtMs, lastConfirmedAtMs, json }) => [
          rideId,
          detailType,
          sqlInstant(recordedAtMs),
          sqlInstant(lastConfirmedAtMs),
          json,
        ]),
      );
    }
  }

  /** Moves `last_confirmed_at` of rows that a poll confirmed. */
  async extend(manager: EntityManager, rows: readonly DetailSpan[]): Promise<void> {
    for (const chunk of chunksOf(rows, ROWS_PER_STATEMENT)) {
      const keys = chunk.map(
        ({ rideId, detailType, recordedAtMs }) =>
          `(ride_id = ${rideId} AND detail_type = '${detailType}' AND observed_from = '${sqlInstant(recordedAtMs)}')`,
      );
      await manager.query(
        `UPDATE entity_live_details SET last_confirmed_at = '${sqlInstant(chunk[0]!.lastConfirmedAtMs)}'
          WHERE ${keys.join(' OR ')}`,
      );
    }
  }
}
