import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource as Database, type EntityManager } from 'typeorm';
import { chunksOf } from '../../../common/collections.js';
import { type ColumnNames, columnsOf, tableOf } from '../../../common/database/columns.js';
import { millisecondsSql, readJson, sqlInstant } from '../../../common/database/sql-helpers.js';
import { canonicalJson } from '../../../common/reading/canonical-json.js';
import { EntityLiveDetail, type LiveDetailType } from '../entities/entity-live-detail.entity.js';
import { ImportedShowTimes } from '../entities/imported-show-times.entity.js';
import type { ImportedSource } from '../observations.js';
import { NO_SHOW_TIMES, type ShowTimeList, type StoredDetail, type StoredShowTimes } from './show-time-list.js';

type Row = Omit<StoredDetail, 'detail'> & { detail: string };

/** Where details of a kind are, with names of columns without an alias. */
interface DetailTable {
  from: string;
  where: string;
  columns: Pick<ColumnNames<EntityLiveDetail>, 'rideId' | 'observedFrom' | 'lastConfirmedAt'>;
  detail: string;
  source: string;
}

const live = columnsOf(EntityLiveDetail);
const imported = columnsOf(ImportedShowTimes);

const liveTable = (type: LiveDetailType): DetailTable => ({
  from: tableOf(EntityLiveDetail),
  where: `${live.detailType} = '${type}'`,
  columns: live,
  detail: live.detail,
  source: "'LIVE'",
});

const IMPORTED: DetailTable = {
  from: tableOf(ImportedShowTimes),
  where: '1 = 1',
  columns: imported,
  detail: imported.showTimes,
  source: imported.dataSource,
};

const ROWS_PER_STATEMENT = 200;

/** SQL on the details of live data and on imported show times. */
@Injectable()
export class ShowTimesRepository {
  constructor(@InjectDataSource() private readonly database: Database) {}

  /** Details of live data that were reported at any time in the range, by their beginning. */
  findLive(rideIds: readonly number[], type: LiveDetailType, fromMs: number, toMs: number): Promise<StoredDetail[]> {
    return this.findReported(liveTable(type), rideIds, fromMs, toMs);
  }

  /** Imported lists that were reported at any time in the range, by their beginning. */
  findImported(rideIds: readonly number[], fromMs: number, toMs: number): Promise<StoredDetail[]> {
    return this.findReported(IMPORTED, rideIds, fromMs, toMs);
  }

  /** The newest detail of live data of each ride that began before the instant. */
  findNewestLive(rideIds: readonly number[], type: LiveDetailType, beforeMs: number): Promise<StoredDetail[]> {
    return this.findNewest(liveTable(type), rideIds, beforeMs);
  }

  /** The stored lists of these shows and instants, in the caller's transaction. */
  async findStored(manager: EntityManager, lists: readonly ShowTimeList[]): Promise<StoredShowTimes[]> {
    const found: StoredShowTimes[] = [];
    for (const chunk of chunksOf(lists, ROWS_PER_STATEMENT)) {
      const rows = await manager.query<Row[]>(
        `SELECT ${valuesOf(IMPORTED)} FROM ${IMPORTED.from} WHERE ${chunk.map(isKeySql).join(' OR ')}`,
      );
      for (const { detail, ...row } of rows.map(typed))
        found.push({ ...row, json: canonicalJson(detail) ?? NO_SHOW_TIMES });
    }
    return found;
  }

  /** Inserts the lists, or replaces the content of stored ones. Their source stays. */
  async insertOrReplace(manager: EntityManager, lists: readonly ShowTimeList[], source: ImportedSource): Promise<void> {
    for (const chunk of chunksOf(lists, ROWS_PER_STATEMENT)) {
      const { rideId, observedFrom, lastConfirmedAt, dataSource, showTimes } = imported;
      await manager.query(
        `INSERT INTO ${IMPORTED.from} (${rideId}, ${observedFrom}, ${lastConfirmedAt}, ${dataSource}, ${showTimes})
         VALUES ${chunk.map(() => '(?,?,?,?,?)').join(',')}
         ON DUPLICATE KEY UPDATE ${showTimes} = VALUES(${showTimes}), ${lastConfirmedAt} = VALUES(${lastConfirmedAt})`,
        chunk.flatMap((list) => [
          ...[list.rideId, sqlInstant(list.fromMs), sqlInstant(list.lastConfirmedMs), source, list.json],
        ]),
      );
    }
  }

  private async findReported(
    table: DetailTable,
    rideIds: readonly number[],
    fromMs: number,
    toMs: number,
  ): Promise<StoredDetail[]> {
    if (rideIds.length === 0) return [];
    const { columns } = table;
    const within = await this.database.manager.query<Row[]>(
      `SELECT ${valuesOf(table)} FROM ${table.from}
        WHERE ${columns.rideId} IN (?) AND ${table.where}
          AND ${columns.observedFrom} >= '${sqlInstant(fromMs)}' AND ${columns.observedFrom} < '${sqlInstant(toMs)}'`,
      [rideIds],
    );
    const before = await this.findNewest(table, rideIds, fromMs);
    const reaching = before.filter(({ lastConfirmedMs }) => lastConfirmedMs >= fromMs);
    return [...reaching, ...within.map(typed)].sort((a, b) => a.fromMs - b.fromMs || a.rideId - b.rideId);
  }

  private async findNewest(table: DetailTable, rideIds: readonly number[], beforeMs: number): Promise<StoredDetail[]> {
    if (rideIds.length === 0) return [];
    const { columns } = table;
    const rows = await this.database.manager.query<Row[]>(
      `SELECT ${valuesOf(table)}
         FROM (SELECT ${columns.rideId} AS id, MAX(${columns.observedFrom}) AS newest FROM ${table.from}
                WHERE ${columns.rideId} IN (?) AND ${table.where} AND ${columns.observedFrom} < '${sqlInstant(beforeMs)}'
                GROUP BY ${columns.rideId}) n
         JOIN ${table.from} ON ${columns.rideId} = n.id AND ${table.where} AND ${columns.observedFrom} = n.newest`,
      [rideIds],
    );
    return rows.map(typed);
  }
}

const isKeySql = ({ rideId, fromMs }: ShowTimeList): string =>
  `(${imported.rideId} = ${rideId} AND ${imported.observedFrom} = '${sqlInstant(fromMs)}')`;

const valuesOf = ({ columns, detail, source }: DetailTable): string =>
  `${columns.rideId} AS rideId, ${millisecondsSql(columns.observedFrom)} AS fromMs,
   ${millisecondsSql(columns.lastConfirmedAt)} AS lastConfirmedMs, ${source} AS dataSource, ${detail} AS detail`;

const typed = ({ fromMs, lastConfirmedMs, detail, ...row }: Row): StoredDetail => ({
  ...row,
  fromMs: Number(fromMs),
  lastConfirmedMs: Number(lastConfirmedMs),
  detail: readJson<unknown>(detail),
});
