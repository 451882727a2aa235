import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { selectList } from '../../../common/database/columns.js';
import { Park } from '../../catalog/entities/park.entity.js';

/** The park or ride that a question is about. */
export interface Target {
  kind: 'PARK' | 'RIDE';
  parkId: number;
  /** Null for a park; the canonical ride if the requested one is linked. */
  rideId: number | null;
  name: string;
  timezone: string | null;
  /** Whether the park's feed reports DOWN today; null if not known yet. */
  reportsDown: boolean | null;
  /** The local day since which the feed has reported DOWN; null if it does not. */
  downReportedFrom: string | null;
}

type TargetRow = Omit<Target, 'reportsDown'> & { reportsDown: number | null };

const PARK_COLUMNS = `${selectList(Park, ['timezone', 'reportsDown'], 'p')},
  (SELECT MAX(w.from_date) FROM park_down_reports w
    WHERE w.park_id = p.park_id AND w.until_date IS NULL) AS downReportedFrom`;

/** Reads the name and time zone of a park or ride, and whether its feed reports DOWN. */
@Injectable()
export class TargetRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findPark(parkId: number): Promise<Target | null> {
    const rows = await this.dataSource.manager.query<TargetRow[]>(
      `SELECT 'PARK' AS kind, p.park_id AS parkId, NULL AS rideId, p.name, ${PARK_COLUMNS}
         FROM parks p WHERE p.park_id = ?`,
      [parkId],
    );
    return targetOf(rows);
  }

  /** The canonical ride: the ride itself unless it is linked to another one. */
  async findRide(rideId: number): Promise<Target | null> {
    const rows = await this.dataSource.manager.query<TargetRow[]>(
      `SELECT 'RIDE' AS kind, r.park_id AS parkId, r.ride_id AS rideId, r.name, ${PARK_COLUMNS}
         FROM rides r JOIN parks p ON p.park_id = r.park_id
        WHERE r.ride_id = COALESCE((SELECT a.ride_id FROM ride_aliases a WHERE a.alias_ride_id = ?), ?)`,
      [rideId, rideId],
    );
    return targetOf(rows);
  }
}

function targetOf([row]: readonly TargetRow[]): Target | null {
  if (row === undefined) return null;
  return { ...row, reportsDown: row.reportsDown === null ? null : Number(row.reportsDown) === 1 };
}
