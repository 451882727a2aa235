import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { millisecondsSql } from '../../common/database/sql-helpers.js';
import { Park } from '../catalog/entities/park.entity.js';
import { Ride, RideName } from '../catalog/entities/ride.entity.js';
import { RideCurrent } from '../snapshots/entities/observation.entity.js';
import { ParkDailyStats } from './entities/park-stats.entity.js';

/** The first and last observation of a park. */
export interface ParkSpan extends Pick<Park, 'parkId' | 'timezone'> {
  firstMs: number;
  lastMs: number;
}

const PARKS = tableOf(Park);
const RIDES = tableOf(Ride);
const park = columnsOf(Park, 'p');
const ride = columnsOf(Ride, 'r');
const name = columnsOf(RideName, 'n');
const current = columnsOf(RideCurrent, 'c');
const day = columnsOf(ParkDailyStats, 'd');

const OBSERVED = `
  SELECT ${ride.parkId} AS park_id, ${ride.firstSeenAt} AS first_at, ${ride.lastSeenAt} AS last_at FROM ${RIDES} r
   UNION ALL SELECT ${ride.parkId}, ${name.firstSeenAt}, ${name.lastSeenAt}
     FROM ${tableOf(RideName)} n JOIN ${RIDES} r ON ${ride.rideId} = ${name.rideId}
   UNION ALL SELECT ${ride.parkId}, ${current.recordedAt}, COALESCE(${current.lastConfirmedAt}, ${current.recordedAt})
     FROM ${tableOf(RideCurrent)} c JOIN ${RIDES} r ON ${ride.rideId} = ${current.rideId}
   UNION ALL SELECT ${day.parkId}, MIN(${day.statDate}), MAX(${day.statDate})
     FROM ${tableOf(ParkDailyStats)} d GROUP BY ${day.parkId}`;

export async function hasPark(manager: EntityManager, parkId: number): Promise<boolean> {
  const rows = await manager.query<unknown[]>(`SELECT 1 FROM ${PARKS} p WHERE ${park.parkId} = ?`, [parkId]);
  return rows.length > 0;
}

/** Derived from the tables that each write of observations updates, and from the statistics themselves. */
export async function selectSpans(manager: EntityManager, parkId: number | null): Promise<ParkSpan[]> {
  const rows = await manager.query<ParkSpan[]>(
    `SELECT ${park.parkId} AS parkId, ${park.timezone} AS timezone, ${millisecondsSql('MIN(observed.first_at)')} AS firstMs,
            ${millisecondsSql('MAX(observed.last_at)')} AS lastMs
       FROM ${PARKS} p JOIN (${OBSERVED}) observed ON observed.park_id = ${park.parkId}
      WHERE observed.first_at IS NOT NULL AND observed.last_at IS NOT NULL
            ${parkId === null ? '' : `AND ${park.parkId} = ?`}
      GROUP BY ${park.parkId}, ${park.timezone} ORDER BY ${park.parkId}`,
    parkId === null ? [] : [parkId],
  );
  return rows.map((row) => ({ ...row, firstMs: Number(row.firstMs), lastMs: Number(row.lastMs) }));
}
