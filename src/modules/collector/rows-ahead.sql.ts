import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { millisecondsSql, sqlInstant } from '../../common/database/sql-helpers.js';
import { DAY_MS } from '../../common/time/calendar.js';
import { Park } from '../catalog/entities/park.entity.js';
import { Ride } from '../catalog/entities/ride.entity.js';
import { ClockRepairRow } from './clock-repair.entity.js';
import { OBSERVATION } from '../snapshots/observation-columns.js';
import { type RepairedRide, RUN, RUN_TABLE, TABLES } from './repaired-rows.js';

const ride = columnsOf(Ride, 'r');
const park = columnsOf(Park, 'p');
const kept = columnsOf(ClockRepairRow);
const { rideId: RIDE, lastConfirmedAt: CONFIRMED } = OBSERVATION;

/** Ten years: a state that has not changed since may be that old, and a clock that is wrong may be wrong by years. */
const REACH_MS = 3_653 * DAY_MS;

/** SQL that sets aside the rows ahead of the clock. Each row is copied whole before it is touched. */
@Injectable()
export class RowsAheadRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Rides with live rows that begin or end beyond the horizon. Reads the whole history: a row may have begun years ago. */
  async findRides(horizonMs: number): Promise<RepairedRide[]> {
    const spans = new Map<number, { oldestMs: number; newestMs: number }>();
    for (const { table, from, isLive } of TABLES) {
      for (const where of [beginsAhead(from, horizonMs), endsAhead(from, horizonMs)]) {
        const rows = await this.dataSource.query<Pick<RepairedRide, 'rideId' | 'oldestMs' | 'newestMs'>[]>(
          `SELECT ${RIDE} AS rideId, ${millisecondsSql(`MIN(${from})`)} AS oldestMs,
                  ${millisecondsSql(`MAX(GREATEST(${from}, COALESCE(${CONFIRMED}, ${from})))`)} AS newestMs
             FROM ${table} WHERE ${where} AND ${isLive} GROUP BY ${RIDE}`,
        );
        for (const { rideId, oldestMs, newestMs } of rows) {
          const known = spans.get(rideId);
          spans.set(rideId, {
            oldestMs: Math.min(known?.oldestMs ?? Infinity, Number(oldestMs)),
            newestMs: Math.max(known?.newestMs ?? 0, Number(newestMs)),
          });
        }
      }
    }
    return this.describe(spans);
  }

  /** The rides of the spans with their parks, ordered by id. */
  async describe(spans: ReadonlyMap<number, Pick<RepairedRide, 'oldestMs' | 'newestMs'>>): Promise<RepairedRide[]> {
    if (spans.size === 0) return [];
    const rides = await this.dataSource.query<Omit<RepairedRide, 'oldestMs' | 'newestMs'>[]>(
      `SELECT ${selectList(Ride, ['rideId', 'parkId'], 'r')}, ${selectList(Park, ['timezone', 'destinationId'], 'p')}
         FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
        WHERE ${ride.rideId} IN (?) ORDER BY ${ride.rideId}`,
      [[...spans.keys()]],
    );
    return rides.map((ride) => ({ ...ride, ...spans.get(ride.rideId)! }));
  }

  /** By destination, the last poll before the first one beyond the horizon, in the order of the runs. */
  async findLastTruePolls(horizonMs: number): Promise<Map<number, number>> {
    const horizon = sqlInstant(horizonMs);
    const rows = await this.dataSource.query<{ destinationId: number; lastMs: number | null }[]>(
      `SELECT f.destination_id AS destinationId,
              (SELECT ${millisecondsSql(`MAX(t.${RUN.observedAt})`)} FROM ${RUN_TABLE} t
                WHERE t.${RUN.destinationId} = f.destination_id AND t.${RUN.runId} < f.first_run
                  AND t.${RUN.observedAt} <= ?) AS lastMs
         FROM (SELECT ${RUN.destinationId} AS destination_id, MIN(${RUN.runId}) AS first_run FROM ${RUN_TABLE}
                WHERE ${RUN.observedAt} > ? GROUP BY ${RUN.destinationId}) f`,
      [horizon, horizon],
    );
    return new Map(
      rows.flatMap(({ destinationId, lastMs }) => (lastMs === null ? [] : [[destinationId, Number(lastMs)]])),
    );
  }

  /** Moves live rows of the rides that begin beyond the horizon into the repair. @returns how many */
  async setAside(
    manager: EntityManager,
    repairId: number,
    rideIds: readonly number[],
    horizonMs: number,
  ): Promise<number> {
    let moved = 0;
    for (const { table, from, columns, isLive } of TABLES) {
      const where = `${RIDE} IN (${rideIds.join(',')}) AND ${beginsAhead(from, horizonMs)} AND ${isLive}`;
      const copied = await this.copy(manager, { repairId, table, columns, kind: 'SET_ASIDE', where });
      const { affectedRows } = await manager.query<{ affectedRows: number }>(`DELETE FROM ${table} WHERE ${where}`);
      // The error rolls the transaction back, so no row is removed that was not copied.
      if (affectedRows !== copied) throw new Error(`${affectedRows} rows of ${table} to move, ${copied} copied`);
      moved += affectedRows;
    }
    return moved;
  }

  /**
   * Shortens live rows of the rides that end beyond the horizon: to the last true poll, or to their start.
   * @returns how many
   */
  async cut(
    manager: EntityManager,
    repairId: number,
    rideIds: readonly number[],
    { horizonMs, lastTrueMs }: { horizonMs: number; lastTrueMs: number | null },
  ): Promise<number> {
    let cut = 0;
    for (const { table, from, columns, isLive } of TABLES) {
      const where = `${RIDE} IN (${rideIds.join(',')}) AND ${endsAhead(from, horizonMs)} AND ${isLive}`;
      await this.copy(manager, { repairId, table, columns, kind: 'CUT', where });
      const end = lastTrueMs === null ? from : `GREATEST(${from}, '${sqlInstant(lastTrueMs)}')`;
      const { affectedRows } = await manager.query<{ affectedRows: number }>(
        `UPDATE ${table} SET ${CONFIRMED} = ${end} WHERE ${where}`,
      );
      cut += affectedRows;
    }
    return cut;
  }

  /** Removes the instants of polls beyond the horizon, whose rows are set aside. @returns how many */
  async closePolls(manager: EntityManager, repairId: number, horizonMs: number): Promise<number> {
    const where = `${RUN.observedAt} > '${sqlInstant(horizonMs)}'`;
    await this.copy(manager, { repairId, table: RUN_TABLE, columns: Object.values(RUN), kind: 'CUT', where });
    const { affectedRows } = await manager.query<{ affectedRows: number }>(
      `UPDATE ${RUN_TABLE} SET ${RUN.observedAt} = NULL, ${RUN.errorCode} = 'CLOCK_AHEAD', ${RUN.error} = ? WHERE ${where}`,
      [`The clock was ahead: what was stored is set aside by repair ${repairId}`],
    );
    return affectedRows;
  }

  /** @returns how many rows */
  private async copy(
    manager: EntityManager,
    {
      repairId,
      table,
      columns,
      kind,
      where,
    }: Record<'table' | 'kind' | 'where', string> & { repairId: number; columns: readonly string[] },
  ): Promise<number> {
    const pairs = columns.map((column) => `'${column}', ${column}`);
    const { affectedRows } = await manager.query<{ affectedRows: number }>(
      `INSERT INTO ${tableOf(ClockRepairRow)} (${kept.repairId}, ${kept.tableName}, ${kept.kind}, ${kept.content})
       SELECT ${repairId}, '${table}', '${kind}', JSON_OBJECT(${pairs.join(', ')}) FROM ${table} WHERE ${where}`,
    );
    return affectedRows;
  }
}

/** Rows that begin beyond the horizon. */
const beginsAhead = (from: string, horizonMs: number): string =>
  `${from} > '${sqlInstant(horizonMs)}' AND ${from} <= '${sqlInstant(horizonMs + REACH_MS)}'`;

/** Rows that begin before the horizon and end beyond it. */
const endsAhead = (from: string, horizonMs: number): string =>
  `${from} >= '${sqlInstant(horizonMs - REACH_MS)}' AND ${from} <= '${sqlInstant(horizonMs)}' ` +
  `AND ${CONFIRMED} > '${sqlInstant(horizonMs)}'`;
