import type { EntityManager } from 'typeorm';
import { chunksOf } from '../../common/collections.js';
import { columnsOf, selectList, tableOf } from '../../common/database/columns.js';
import { RideExternalId } from './entities/ride-external-id.entity.js';
import { RideAlias } from './entities/ride.entity.js';

export type ExternalIdRecord = Pick<RideExternalId, 'rideId' | 'source' | 'externalId'>;

const ROWS_PER_STATEMENT = 500;
const external = columnsOf(RideExternalId);
const e = columnsOf(RideExternalId, 'e');

/** Does nothing for ids that are recorded. Not `INSERT IGNORE`, which would also hide a value that does not fit. */
export async function insertExternalIds(manager: EntityManager, ids: readonly RideExternalId[]): Promise<void> {
  for (const chunk of chunksOf(ids, ROWS_PER_STATEMENT)) {
    await manager.query(
      `INSERT INTO ${tableOf(RideExternalId)}
         (${external.rideId}, ${external.source}, ${external.externalId}, ${external.recordedAt})
       VALUES ${chunk.map(() => '(?, ?, ?, ?)').join(', ')}
       ON DUPLICATE KEY UPDATE ${external.rideId} = ${external.rideId}`,
      chunk.flatMap(({ rideId, source, externalId, recordedAt }) => [rideId, source, externalId, recordedAt]),
    );
  }
}

/** The ids of these rides in other catalogues, by source and id. */
export async function selectExternalIds(
  manager: EntityManager,
  rideIds: readonly number[],
): Promise<ExternalIdRecord[]> {
  if (rideIds.length === 0) return [];
  return manager.query<ExternalIdRecord[]>(
    `SELECT ${selectList(RideExternalId, ['rideId', 'source', 'externalId'], 'e')} FROM ${tableOf(RideExternalId)} e
      WHERE ${e.rideId} IN (?) ORDER BY ${e.source}, ${e.externalId}, ${e.rideId}`,
    [rideIds],
  );
}

/** All ids of a catalogue. */
export async function selectExternalIdsOf(manager: EntityManager, source: string): Promise<ExternalIdRecord[]> {
  return manager.query<ExternalIdRecord[]>(
    `SELECT ${selectList(RideExternalId, ['rideId', 'source', 'externalId'], 'e')} FROM ${tableOf(RideExternalId)} e
      WHERE ${e.source} = ? ORDER BY ${e.rideId}, ${e.externalId}`,
    [source],
  );
}

/** The rides with an id of a catalogue, by id; for a linked ride, its target. */
export async function selectRidesOfExternalId(
  manager: EntityManager,
  source: string,
  externalId: string,
): Promise<number[]> {
  const alias = columnsOf(RideAlias, 'a');
  const rows = await manager.query<{ rideId: number }[]>(
    `SELECT DISTINCT COALESCE(${alias.rideId}, ${e.rideId}) AS rideId FROM ${tableOf(RideExternalId)} e
       LEFT JOIN ${tableOf(RideAlias)} a ON ${alias.aliasRideId} = ${e.rideId}
      WHERE ${e.source} = ? AND ${e.externalId} = ? ORDER BY rideId`,
    [source, externalId],
  );
  return rows.map(({ rideId }) => rideId);
}
