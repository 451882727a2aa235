import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { columnsOf, selectList, tableOf } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';
import { Ride, RideAlias } from '../../catalog/entities/ride.entity.js';
import { ParkDownReport } from '../../statistics/entities/park-stats.entity.js';

/** The park or ride that a question is about. */
export interface Target {
  kind: 'PARK' | 'RIDE';
  parkId: number;
  /** Null for a park; the canonical ride if the requested one is linked. */
  rideId: number | null;
  name: string;
  /** The same as the name for a park. */
  parkName: string;
  timezone: string | null;
  /** Whether the park's feed reports DOWN today; null if not known yet. */
  reportsDown: boolean | null;
  /** The local day since which the feed has reported DOWN; null if it does not. */
  downReportedFrom: string | null;
}

type TargetRow = Omit<Target, 'reportsDown'> & { reportsDown: number | null };

const [park, ride, alias] = [columnsOf(Park, 'p'), columnsOf(Ride, 'r'), columnsOf(RideAlias, 'a')];
const report = columnsOf(ParkDownReport, 'w');
const PARK_COLUMNS = `${park.name} AS parkName, ${selectList(Park, ['timezone', 'reportsDown'], 'p')},
  (SELECT MAX(${report.fromDate}) FROM ${tableOf(ParkDownReport)} w
    WHERE ${report.parkId} = ${park.parkId} AND ${report.untilDate} IS NULL) AS downReportedFrom`;

/** Reads the name and time zone of a park or ride, and whether its feed reports DOWN. */
@Injectable()
export class TargetRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findPark(parkId: number): Promise<Target | null> {
    const rows = await this.dataSource.manager.query<TargetRow[]>(
      `SELECT 'PARK' AS kind, ${park.parkId} AS parkId, NULL AS rideId, ${park.name} AS name, ${PARK_COLUMNS}
         FROM ${tableOf(Park)} p WHERE ${park.parkId} = ?`,
      [parkId],
    );
    return targetOf(rows);
  }

  /** The canonical ride: the ride itself unless it is linked to another one. */
  async findRide(rideId: number): Promise<Target | null> {
    const rows = await this.dataSource.manager.query<TargetRow[]>(
      `SELECT 'RIDE' AS kind, ${ride.parkId} AS parkId, ${ride.rideId} AS rideId, ${ride.name} AS name, ${PARK_COLUMNS}
         FROM ${tableOf(Ride)} r JOIN ${tableOf(Park)} p ON ${park.parkId} = ${ride.parkId}
        WHERE ${ride.rideId} = COALESCE((
              SELECT ${alias.rideId} FROM ${tableOf(RideAlias)} a WHERE ${alias.aliasRideId} = ?), ?)`,
      [rideId, rideId],
    );
    return targetOf(rows);
  }
}

function targetOf([row]: readonly TargetRow[]): Target | null {
  if (row === undefined) return null;
  return { ...row, reportsDown: row.reportsDown === null ? null : Number(row.reportsDown) === 1 };
}
