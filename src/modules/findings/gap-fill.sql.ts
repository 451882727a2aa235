import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { insertOrUpdate } from '../../common/database/insert.js';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import { DataQualityLog } from './data-quality-log.entity.js';
import { UNRESOLVED } from './finding.js';
import { type FillableGap, GapFill, type GapFillState } from './gap-fill.entity.js';

/** Gaps in which polls failed or were not made. Where responses lacked the park, the source holds nothing either. */
const REASONS = ['COLLECTION_FAILURE', 'API_UNAVAILABLE', 'RATE_LIMITED', 'INVALID_DATA'];
/** Another request cannot change these. */
const FINAL_STATES: readonly GapFillState[] = ['FILLED', 'PARTLY_FILLED', 'NOT_HELD'];

const q = columnsOf(DataQualityLog, 'q');
const f = columnsOf(GapFill, 'f');

type Row = Omit<FillableGap, 'isOngoing' | 'isUnresolved' | 'fill'> &
  Record<'isOngoing' | 'isUnresolved', number> & { [Field in keyof NonNullable<FillableGap['fill']>]: unknown };

/** Reads gaps that can be filled, and records how far they are. */
@Injectable()
export class GapFillRepository {
  constructor(@InjectRepository(GapFill) private readonly fills: Repository<GapFill>) {}

  /** Those that are not at their end, oldest first. The parks are named in SQL, because the catalogue depends on this module. */
  async findFillable(parkIds: readonly number[] | null): Promise<FillableGap[]> {
    const rows = await this.fills.manager.query<Row[]>(
      `SELECT ${q.logId} AS logId, ${q.parkId} AS parkId, p.destination_id AS destinationId, p.timezone AS timezone,
              ${millisecondsSql(q.windowStart)} AS startMs, ${millisecondsSql(q.windowEnd)} AS endMs,
              COALESCE(JSON_UNQUOTE(JSON_EXTRACT(${q.sample}, '$.isOngoing')) = 'true', 0) AS isOngoing,
              COALESCE(JSON_EXTRACT(${q.sample}, '$.missingMinutes') + 0, 0) AS missingMinutes,
              ${q.resolutionStatus} IN (?) AS isUnresolved, ${f.state} AS state, ${f.filledMinutes} AS filledMinutes,
              ${f.importId} AS importId,
              ${f.attempts} AS attempts, ${f.nextAttemptAt} AS nextAttemptAt, ${f.note} AS note
         FROM ${tableOf(DataQualityLog)} q JOIN parks p ON p.park_id = ${q.parkId}
         LEFT JOIN ${tableOf(GapFill)} f ON ${f.logId} = ${q.logId}
        WHERE ${q.issueType} = 'GAP' AND ${q.entityType} = 'PARK' AND ${q.reason} IN (?)
          AND JSON_UNQUOTE(JSON_EXTRACT(${q.sample}, '$.source')) = 'LIVE'
          AND (${f.state} IS NULL AND ${q.resolutionStatus} IN (?) OR ${f.state} NOT IN (?))
          ${parkIds === null ? '' : `AND ${q.parkId} IN (?)`}
        ORDER BY ${q.windowStart}, ${q.logId}`,
      [UNRESOLVED, REASONS, UNRESOLVED, FINAL_STATES, ...(parkIds === null ? [] : [parkIds])],
    );
    return rows.map(gapOf);
  }

  async record(manager: EntityManager, fills: readonly GapFill[]): Promise<void> {
    if (fills.length === 0) return;
    await insertOrUpdate(
      manager.withRepository(this.fills),
      [...fills],
      [
        ...([
          'source',
          'state',
          'filledMinutes',
          'importId',
          'attempts',
          'nextAttemptAt',
          'assessedAt',
          'note',
        ] as const),
      ],
    );
  }
}

function gapOf({ state, filledMinutes, importId, attempts, nextAttemptAt, note, ...row }: Row): FillableGap {
  const counts = { filledMinutes: Number(filledMinutes), attempts: Number(attempts) };
  const fill = { state, importId, nextAttemptAt, note, ...counts } as FillableGap['fill'];
  return {
    ...row,
    logId: Number(row.logId),
    startMs: Number(row.startMs),
    endMs: Number(row.endMs),
    isOngoing: Number(row.isOngoing) === 1,
    missingMinutes: Number(row.missingMinutes),
    isUnresolved: Number(row.isUnresolved) === 1,
    fill: state === null ? null : fill,
  };
}
