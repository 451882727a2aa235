import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Subject } from './subject.js';

/** SQL that tells what a park or ride is called, and which clock it has. */
@Injectable()
export class SubjectRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async findPark(parkId: number): Promise<Subject | null> {
    const rows = await this.dataSource.manager.query<Subject[]>(
      `SELECT 'PARK' AS kind, park_id AS parkId, NULL AS rideId, name, timezone FROM parks WHERE park_id = ?`,
      [parkId],
    );
    return rows[0] ?? null;
  }

  /** The ride that this one counts as: itself, unless it is linked. */
  async findRide(rideId: number): Promise<Subject | null> {
    const rows = await this.dataSource.manager.query<Subject[]>(
      `SELECT 'RIDE' AS kind, r.park_id AS parkId, r.ride_id AS rideId, r.name, p.timezone
         FROM rides r JOIN parks p ON p.park_id = r.park_id
        WHERE r.ride_id = COALESCE((SELECT a.ride_id FROM ride_aliases a WHERE a.alias_ride_id = ?), ?)`,
      [rideId, rideId],
    );
    return rows[0] ?? null;
  }
}
