import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, type RawRow, selectList, tableOf } from '../../common/database/columns.js';
import { RideCurrent } from '../snapshots/entities/observation.entity.js';
import type { Found, Slice } from './catalog.sql.js';
import type { DecisionInForce } from './decisions/decision.js';
import { selectDecisionAboutRide } from './decisions/decision.sql.js';
import { Ride, RideAlias, RideName } from './entities/ride.entity.js';
import { isCountedRideSql } from './counted-entities.js';
import { type ExternalIdRecord, selectExternalIds } from './external-ids.sql.js';
import { type EntityType, isListedTypeSql } from './entity-types.js';

const PROPERTIES = [
  'rideId',
  'parkId',
  'themeparksWikiId',
  'name',
  'entityType',
  'isActive',
  'firstSeenAt',
  'lastSeenAt',
] as const;
const STATE_PROPERTIES = ['rideId', 'status', 'recordedAt', 'lastConfirmedAt', 'dataSource'] as const;

export type RideRecord = Pick<Ride, (typeof PROPERTIES)[number]>;

export interface CurrentRecord extends Pick<RideCurrent, (typeof STATE_PROPERTIES)[number]> {
  parkId: number;
  waitMinutes: number | null;
}

export type RideNameRecord = Omit<RideName, 'rideId'>;

const ride = columnsOf(Ride, 'r');
const alias = columnsOf(RideAlias, 'a');

const UNLINKED = `NOT EXISTS (SELECT 1 FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ${ride.rideId})`;

/**
 * SQL that reads rides, their names, UUIDs and latest states. Most public requests send several of these statements; through
 * the ORM, each takes half as long again.
 */
@Injectable()
export class RideRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Rides of a park that are not linked to another ride, by name. `entityType` null: all types but the park itself. */
  async findOfPark(parkId: number, entityType: EntityType | null, slice: Slice): Promise<Found<RideRecord>> {
    const ofType = entityType === null ? isListedTypeSql(ride.entityType) : `${ride.entityType} = ?`;
    const where = `WHERE ${ride.parkId} = ? AND ${UNLINKED} AND ${isCountedRideSql('r')} AND ${ofType}`;
    const values = entityType === null ? [parkId] : [parkId, entityType];
    const page = `${where} ORDER BY ${ride.name}, ${ride.rideId} LIMIT ? OFFSET ?`;
    const data = await this.select(page, [...values, slice.limit, slice.offset]);
    const [count] = await this.dataSource.manager.query<{ total: number }[]>(
      `SELECT COUNT(*) AS total FROM ${tableOf(Ride)} r ${where}`,
      values,
    );
    return { data, total: count!.total };
  }

  async find(rideId: number): Promise<RideRecord | null> {
    const [found] = await this.select(`WHERE ${ride.rideId} = ?`, [rideId]);
    return found ?? null;
  }

  /** The active decision that excludes a ride or makes it a queue; null: none. */
  async findDecisionInForce(rideId: number): Promise<DecisionInForce | null> {
    return selectDecisionAboutRide(this.dataSource.manager, rideId);
  }

  async findCurrent(rideIds: readonly number[]): Promise<CurrentRecord[]> {
    if (rideIds.length === 0) return [];
    const current = columnsOf(RideCurrent, 'c');
    return this.dataSource.manager.query<CurrentRecord[]>(
      `SELECT ${selectList(RideCurrent, STATE_PROPERTIES, 'c')}, ${ride.parkId} AS parkId, ${current.waitTime} AS waitMinutes
         FROM ${tableOf(RideCurrent)} c JOIN ${tableOf(Ride)} r ON ${ride.rideId} = ${current.rideId}
        WHERE ${current.rideId} IN (?)`,
      [rideIds],
    );
  }

  /** By source and id. */
  async findExternalIds(rideIds: readonly number[]): Promise<ExternalIdRecord[]> {
    return selectExternalIds(this.dataSource.manager, rideIds);
  }

  /** Oldest first. A name shared by several of the rides is returned once. */
  async findNames(rideIds: readonly number[]): Promise<RideNameRecord[]> {
    const { rideId, name, firstSeenAt, lastSeenAt } = columnsOf(RideName);
    return this.dataSource.manager.query<RideNameRecord[]>(
      `SELECT ${name} AS name, MIN(${firstSeenAt}) AS firstSeenAt, MAX(${lastSeenAt}) AS lastSeenAt
         FROM ${tableOf(RideName)} WHERE ${rideId} IN (?) GROUP BY ${name} ORDER BY firstSeenAt, ${name}`,
      [rideIds],
    );
  }

  private async select(rest: string, values: unknown[]): Promise<RideRecord[]> {
    const rows = await this.dataSource.manager.query<RawRow<Ride, (typeof PROPERTIES)[number]>[]>(
      `SELECT ${selectList(Ride, PROPERTIES, 'r')} FROM ${tableOf(Ride)} r ${rest}`,
      values,
    );
    return rows.map((row) => ({ ...row, isActive: Number(row.isActive) === 1 }));
  }
}
