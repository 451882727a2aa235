import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { columnsOf, type RawRow, selectList, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql, readJson, sqlInstant } from '../../../common/database/sql-helpers.js';
import { canonicalJson } from '../../../common/reading/canonical-json.js';
import type { PollStep } from '../../snapshots/writing/live-rows.js';
import { cutAt } from '../../snapshots/writing/live-writer.js';
import { EntityLiveDetail } from '../../snapshots/entities/entity-live-detail.entity.js';
import { countSpans, groupSpans, spanCondition, type SpanGroup } from '../../snapshots/writing/span-groups.js';
import type { DetailSpan } from './encode-response.js';

const ROWS_PER_STATEMENT = 200;

type DetailRow = RawRow<EntityLiveDetail, 'rideId' | 'detailType'> & {
  recordedAtMs: number;
  lastConfirmedAtMs: number;
  detail: string;
};

const TABLE = tableOf(EntityLiveDetail);
const column = columnsOf(EntityLiveDetail);
const newest = columnsOf(EntityLiveDetail, 'd');
const SPAN_COLUMNS = { rideId: column.rideId, recordedAt: column.observedFrom, kind: column.detailType };

/** SQL on entity_live_details, in the caller's transaction. */
@Injectable()
export class LiveDetailRepository {
  /** The newest row of each detail of each ride, up to the horizon; rows beyond it come from a wrong clock. */
  async findCurrent(manager: EntityManager, rideIds: readonly number[], horizonMs: number): Promise<DetailSpan[]> {
    if (rideIds.length === 0) return [];
    const rows = await manager.query<DetailRow[]>(
      `SELECT ${selectList(EntityLiveDetail, ['rideId', 'detailType', 'detail'], 'd')},
              ${millisecondsSql(newest.observedFrom)} AS recordedAtMs,
              ${millisecondsSql(newest.lastConfirmedAt)} AS lastConfirmedAtMs
         FROM (SELECT ${column.rideId} AS ride_id, ${column.detailType} AS detail_type, MAX(${column.observedFrom}) AS newest
                 FROM ${TABLE} WHERE ${column.rideId} IN (?) AND ${column.observedFrom} <= ?
                GROUP BY ${column.rideId}, ${column.detailType}) n
         JOIN ${TABLE} d ON ${newest.rideId} = n.ride_id AND ${newest.detailType} = n.detail_type
                        AND ${newest.observedFrom} = n.newest`,
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
        `INSERT INTO ${TABLE}
           (${column.rideId}, ${column.detailType}, ${column.observedFrom}, ${column.lastConfirmedAt}, ${column.detail})
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
    for (const groups of detailSpans(rows)) {
      await manager.query(
        `UPDATE ${TABLE} SET ${column.lastConfirmedAt} = '${sqlInstant(rows[0]!.lastConfirmedAtMs)}'
          WHERE ${spanCondition(groups, SPAN_COLUMNS)}`,
      );
    }
  }

  /** Moves the confirmation of rows from one poll to the next. @returns whether each of them was there as expected */
  async confirm(manager: EntityManager, spans: readonly SpanGroup[][], { fromMs, toMs }: PollStep): Promise<boolean> {
    for (const groups of spans) {
      const { affectedRows } = await manager.query<{ affectedRows: number }>(
        `UPDATE ${TABLE} SET ${column.lastConfirmedAt} = '${sqlInstant(toMs)}'
          WHERE ${column.lastConfirmedAt} = '${sqlInstant(fromMs)}' AND (${spanCondition(groups, SPAN_COLUMNS)})`,
      );
      if (affectedRows !== countSpans(groups)) return false;
    }
    return true;
  }
}

/** The keys of rows. */
export const detailSpans = (rows: readonly DetailSpan[]): SpanGroup[][] => groupSpans(rows, (row) => row.detailType);
