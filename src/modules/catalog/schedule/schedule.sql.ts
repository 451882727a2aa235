import type { EntityManager } from 'typeorm';
import { columnsOf, tableOf } from '../../../common/database/columns.js';
import { RideCurrent } from '../../snapshots/entities/observation.entity.js';
import { ParkSchedule, ParkScheduleDescription, ParkSchedulePrice } from '../entities/park-schedule.entity.js';
import { Ride } from '../entities/ride.entity.js';

/** The details of an entry in addition to its hours; `purchases` is JSON text. */
export interface EntryDetails extends Pick<ParkSchedule, 'scheduleId' | 'description'> {
  purchases: string | null;
}

/** A row to insert; JSON as text. */
export type NewEntry = Omit<ParkSchedule, 'scheduleId' | 'purchases' | 'withdrawnAt'> & Pick<EntryDetails, 'purchases'>;
export type NewPrice = Omit<ParkSchedulePrice, 'priceId' | 'replacedAt'>;

const ENTRY_PROPERTIES = [
  'parkId',
  'localDate',
  'scheduleType',
  'opensAt',
  'closesAt',
  'description',
  'purchases',
  'reportedFrom',
  'reportedUntil',
] as const;
const PRICE_PROPERTIES = [
  'parkId',
  'localDate',
  'scheduleType',
  'purchaseKey',
  'purchaseName',
  'purchaseType',
  'priceMinor',
  'priceCurrency',
  'isAvailable',
  'reportedFrom',
  'reportedUntil',
] as const;

/** Inserts many entries in one statement. */
export async function insertEntries(manager: EntityManager, rows: readonly NewEntry[]): Promise<void> {
  const names = ENTRY_PROPERTIES.map((property) => columnsOf(ParkSchedule)[property]);
  await manager.query(`INSERT INTO ${tableOf(ParkSchedule)} (${names.join(', ')}) VALUES ?`, [
    rows.map((row) => ENTRY_PROPERTIES.map((property) => row[property])),
  ]);
}

/** Inserts many former descriptions in one statement. */
export async function insertDescriptions(
  manager: EntityManager,
  rows: readonly Omit<ParkScheduleDescription, 'descriptionId'>[],
): Promise<void> {
  const { scheduleId, description, replacedAt } = columnsOf(ParkScheduleDescription);
  await manager.query(
    `INSERT INTO ${tableOf(ParkScheduleDescription)} (${scheduleId}, ${description}, ${replacedAt}) VALUES ?`,
    [rows.map((row) => [row.scheduleId, row.description, row.replacedAt])],
  );
}

/** Inserts many prices in one statement. */
export async function insertPrices(manager: EntityManager, rows: readonly NewPrice[]): Promise<void> {
  const names = PRICE_PROPERTIES.map((property) => columnsOf(ParkSchedulePrice)[property]);
  await manager.query(`INSERT INTO ${tableOf(ParkSchedulePrice)} (${names.join(', ')}) VALUES ?`, [
    rows.map((row) => PRICE_PROPERTIES.map((property) => row[property])),
  ]);
}

/** Updates the details of many entries in one statement. The cast lets the join use the primary key: the ids are text. */
export async function updateEntryDetails(manager: EntityManager, rows: readonly EntryDetails[]): Promise<void> {
  const entry = columnsOf(ParkSchedule, 's');
  const values = rows
    .map(() => 'SELECT CAST(? AS UNSIGNED) AS id, ? AS description, ? AS purchases')
    .join(' UNION ALL ');
  await manager.query(
    `UPDATE ${tableOf(ParkSchedule)} s JOIN (${values}) d ON d.id = ${entry.scheduleId}
        SET ${entry.description} = d.description, ${entry.purchases} = d.purchases`,
    rows.flatMap(({ scheduleId, description, purchases }) => [scheduleId, description, purchases]),
  );
}

/** Parks with an attraction whose last live observation, at or after `liveSince`, is OPERATING. */
export async function selectParksOperatingSince(manager: EntityManager, liveSince: Date): Promise<number[]> {
  const ride = columnsOf(Ride, 'r');
  const current = columnsOf(RideCurrent, 'c');
  const parks = await manager.query<Pick<Ride, 'parkId'>[]>(
    `SELECT DISTINCT ${ride.parkId} AS parkId
       FROM ${tableOf(Ride)} r JOIN ${tableOf(RideCurrent)} c ON ${current.rideId} = ${ride.rideId}
      WHERE ${current.dataSource} = 'LIVE' AND ${current.status} = 'OPERATING'
        AND (${ride.entityType} = 'ATTRACTION' OR ${ride.entityType} IS NULL)
        AND COALESCE(${current.lastConfirmedAt}, ${current.recordedAt}) >= ?`,
    [liveSince],
  );
  return parks.map(({ parkId }) => parkId);
}
