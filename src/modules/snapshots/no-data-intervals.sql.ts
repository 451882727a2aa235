import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { millisecondsSql, sqlInstant } from '../../common/database/sql-helpers.js';
import { DAY_MS } from '../../common/time/calendar.js';
import { ParkNoDataInterval } from './entities/park-no-data-interval.entity.js';
import type { NoDataInterval } from './carry-forward.js';

const { parkId: PARK, fromAt: FROM, untilAt: UNTIL } = columnsOf(ParkNoDataInterval);

/** No interval is longer: each lies on one local day, which has up to 25 hours. */
const LONGEST_MS = 2 * DAY_MS;

/** When parks had no data, as the statistics of their days found it. */
@Injectable()
export class NoDataIntervalRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Those that overlap the range, in order: a range of the primary key. */
  async find(parkId: number, fromMs: number, toMs: number): Promise<NoDataInterval[]> {
    const rows = await this.database.query<Record<keyof NoDataInterval, number | string>[]>(
      `SELECT ${millisecondsSql(FROM)} AS fromMs, ${millisecondsSql(UNTIL)} AS untilMs FROM ${tableOf(ParkNoDataInterval)}
        WHERE ${PARK} = ? AND ${FROM} >= ? AND ${FROM} < ? AND ${UNTIL} > ? ORDER BY ${FROM}`,
      [parkId, sqlInstant(fromMs - LONGEST_MS), sqlInstant(toMs), sqlInstant(fromMs)],
    );
    return rows.map(({ fromMs, untilMs }) => ({ fromMs: Number(fromMs), untilMs: Number(untilMs) }));
  }
}
