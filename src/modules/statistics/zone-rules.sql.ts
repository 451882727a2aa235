import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../common/database/columns.js';
import { Park } from '../catalog/entities/park.entity.js';
import { Ride } from '../catalog/entities/ride.entity.js';
import { ParkDailyStats, ParkTimeZoneRules } from './entities/park-stats.entity.js';
import { RideDailyStats } from './entities/ride-stats.entity.js';

/** A park and the rules that its stored days follow. */
export interface ParkZone extends Pick<Park, 'parkId' | 'timezone'> {
  /** Describe the stored rules; all null if there are none. */
  storedTimezone: ParkTimeZoneRules['timezone'];
  storedVersion: ParkTimeZoneRules['rulesVersion'] | null;
  fingerprint: ParkTimeZoneRules['fingerprint'] | null;
}

const park = columnsOf(Park, 'p');
const rules = columnsOf(ParkTimeZoneRules, 'z');
const ride = columnsOf(Ride, 'r');
const rideDay = columnsOf(RideDailyStats, 's');

/** All parks by id. */
export function selectParkZones(manager: EntityManager): Promise<ParkZone[]> {
  return manager.query<ParkZone[]>(
    `SELECT ${park.parkId} AS parkId, ${park.timezone} AS timezone, ${rules.timezone} AS storedTimezone,
            ${rules.rulesVersion} AS storedVersion, ${rules.fingerprint} AS fingerprint
       FROM ${tableOf(Park)} p LEFT JOIN ${tableOf(ParkTimeZoneRules)} z ON ${rules.parkId} = ${park.parkId}
      ORDER BY ${park.parkId}`,
  );
}

/** Whether statistics of the park or one of its rides are stored. */
export async function hasStatistics(manager: EntityManager, parkId: number): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `(SELECT 1 FROM ${tableOf(ParkDailyStats)} WHERE ${columnsOf(ParkDailyStats).parkId} = ? LIMIT 1) UNION ALL
     (SELECT 1 FROM ${tableOf(Ride)} r JOIN ${tableOf(RideDailyStats)} s ON ${rideDay.rideId} = ${ride.rideId}
       WHERE ${ride.parkId} = ? LIMIT 1)`,
    [parkId, parkId],
  );
  return rows.length > 0;
}
