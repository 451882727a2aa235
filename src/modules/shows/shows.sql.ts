import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { millisecondsSql, readJson } from '../../common/database/sql-helpers.js';
import { sqlInstant } from '../../common/database/sql-instant.js';
import { isCountedRideSql } from '../catalog/entity-types.js';
import { Park } from '../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../catalog/entities/ride.entity.js';
import { EntityLiveDetail } from '../collector/entities/entity-live-detail.entity.js';
import type { LiveDetailType } from '../collector/live-response/live-response.js';
import type { ReportedDetail } from './performances.js';

/** An entity that counts as itself, and under which ids its details are stored. */
export interface DetailedEntity extends Pick<Ride, 'rideId' | 'name' | 'entityType'> {
  storedUnder: number;
}

export interface StoredDetail extends ReportedDetail {
  rideId: number;
}

const TABLE = tableOf(EntityLiveDetail);
const detail = columnsOf(EntityLiveDetail, 'd');
const key = columnsOf(EntityLiveDetail);
const [ride, alias, park] = [columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a'), columnsOf(Park, 'p')];
const VALUES = `${detail.rideId} AS rideId, ${millisecondsSql(detail.observedFrom)} AS fromMs,
  ${millisecondsSql(detail.lastConfirmedAt)} AS lastConfirmedMs, ${detail.detail} AS detail`;

type Row = { rideId: number; fromMs: number; lastConfirmedMs: number; detail: string };

/** Reads show times and dining availability as live data had them. */
@Injectable()
export class ShowsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The time zone of a ride's park; null if it is unknown. */
  async findTimezone(rideId: number): Promise<string | null> {
    const [row] = await this.dataSource.manager.query<Pick<Park, 'timezone'>[]>(
      `SELECT ${park.timezone} AS timezone FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
        WHERE ${ride.rideId} = ?`,
      [rideId],
    );
    return row?.timezone ?? null;
  }

  /** Active entities of a park with a detail of this type, by name; one row for each id under which details are stored. */
  async findEntities(parkId: number, type: LiveDetailType): Promise<DetailedEntity[]> {
    return this.dataSource.manager.query<DetailedEntity[]>(
      `SELECT ${selectList(Ride, ['rideId', 'name', 'entityType'], 'r')}, s.id AS storedUnder
         FROM ${tableOf(Ride)} r
         JOIN (SELECT ${ride.rideId} AS id, ${ride.rideId} AS ofRide FROM ${tableOf(Ride)} r WHERE ${ride.parkId} = ?
               UNION ALL
               SELECT ${alias.aliasRideId}, ${alias.rideId} FROM ${tableOf(RideAlias)} a JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${alias.rideId}
                WHERE ${ride.parkId} = ?) s ON s.ofRide = ${ride.rideId}
        WHERE ${ride.parkId} = ? AND ${ride.isActive} = 1 AND ${isCountedRideSql('r')}
          AND NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})
          AND EXISTS (SELECT 1 FROM ${TABLE} d WHERE ${detail.rideId} = s.id AND ${detail.detailType} = ?)
        ORDER BY ${ride.name}, ${ride.rideId}, s.id`,
      [parkId, parkId, parkId, type],
    );
  }

  /** Details that were reported at any time in the range, by their beginning. */
  async findReported(
    rideIds: readonly number[],
    type: LiveDetailType,
    fromMs: number,
    toMs: number,
  ): Promise<StoredDetail[]> {
    if (rideIds.length === 0) return [];
    const ofRides = `${detail.rideId} IN (?) AND ${detail.detailType} = ?`;
    const within = await this.read(
      `SELECT ${VALUES} FROM ${TABLE} d
        WHERE ${ofRides} AND ${detail.observedFrom} >= '${sqlInstant(fromMs)}' AND ${detail.observedFrom} < '${sqlInstant(toMs)}'`,
      [rideIds, type],
    );
    const before = await this.findNewest(rideIds, type, fromMs);
    const reaching = before.filter(({ lastConfirmedMs }) => lastConfirmedMs >= fromMs);
    return [...reaching, ...within].sort((a, b) => a.fromMs - b.fromMs || a.rideId - b.rideId);
  }

  /** The newest detail of each ride that began before the instant. */
  async findNewest(rideIds: readonly number[], type: LiveDetailType, beforeMs: number): Promise<StoredDetail[]> {
    if (rideIds.length === 0) return [];
    return this.read(
      `SELECT ${VALUES}
         FROM (SELECT ${key.rideId} AS id, MAX(${key.observedFrom}) AS newest FROM ${TABLE}
                WHERE ${key.rideId} IN (?) AND ${key.detailType} = ? AND ${key.observedFrom} < '${sqlInstant(beforeMs)}'
                GROUP BY ${key.rideId}) n
         JOIN ${TABLE} d ON ${detail.rideId} = n.id AND ${detail.detailType} = ? AND ${detail.observedFrom} = n.newest`,
      [rideIds, type, type],
    );
  }

  private async read(sql: string, values: unknown[]): Promise<StoredDetail[]> {
    const rows = await this.dataSource.manager.query<Row[]>(sql, values);
    return rows.map(({ rideId, fromMs, lastConfirmedMs, detail: json }) => ({
      rideId,
      fromMs: Number(fromMs),
      lastConfirmedMs: Number(lastConfirmedMs),
      detail: readJson<unknown>(json),
    }));
  }
}
