import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { readJson } from '../../../common/database/sql-helpers.js';
import { cutText } from '../../../common/text.js';
import type { SyncFailure, SyncProgress } from './sync-progress.js';
import type { SyncableRide, SyncScope } from './syncable-ride.js';

export interface SyncRun extends SyncProgress, SyncScope {
  isForced: boolean;
  startedAt: Date;
  updatedAt: Date;
  finishedAt: Date | null;
  error: string | null;
}

const COUNTS = {
  destinationsTotal: 'destinations_total',
  destinationsDone: 'destinations_done',
  ridesTotal: 'rides_total',
  ridesDone: 'rides_done',
  ridesChanged: 'rides_changed',
  failed: 'failed',
  valuesKept: 'values_kept',
  valuesRefused: 'values_refused',
} as const satisfies Partial<Record<keyof SyncProgress, string>>;
const COUNT_NAMES = Object.keys(COUNTS) as (keyof typeof COUNTS)[];
const MAX_ERROR = 1024;

/** SQL on metadata_syncs, which records each synchronisation so that every process can show its progress. */
@Injectable()
export class SyncRunRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @returns the id of the new run */
  async begin({ parkId, rideId }: SyncScope, isForced: boolean, startedAt: Date): Promise<number> {
    const { insertId } = await this.dataSource.query<{ insertId: number }>(
      'INSERT INTO metadata_syncs (park_id, ride_id, is_forced, started_at, updated_at) VALUES (?, ?, ?, ?, ?)',
      [parkId, rideId, isForced ? 1 : 0, startedAt, startedAt],
    );
    return insertId;
  }

  async save(progress: SyncProgress, updatedAt: Date): Promise<void> {
    await this.dataSource.query(
      `UPDATE metadata_syncs SET ${COUNT_NAMES.map((name) => `${COUNTS[name]} = ?`).join(', ')}, failures = ?,
              updated_at = ? WHERE sync_id = ?`,
      [...COUNT_NAMES.map((name) => progress[name]), JSON.stringify(progress.failures), updatedAt, progress.syncId],
    );
  }

  /** @param error null: the run completed */
  async finish(syncId: number, finishedAt: Date, error: string | null): Promise<void> {
    await this.dataSource.query(
      'UPDATE metadata_syncs SET finished_at = ?, updated_at = ?, error = ? WHERE sync_id = ?',
      [finishedAt, finishedAt, error && cutText(error, MAX_ERROR), syncId],
    );
  }

  /** Whether the last run over all rides completed: it was not killed, stopped or failed. */
  async hasLastWholeRunEnded(): Promise<boolean> {
    const [last] = await this.dataSource.query<{ hasEnded: number }[]>(
      `SELECT finished_at IS NOT NULL AND error IS NULL AS hasEnded FROM metadata_syncs
        WHERE park_id IS NULL AND ride_id IS NULL ORDER BY sync_id DESC LIMIT 1`,
    );
    return Number(last?.hasEnded ?? 0) === 1;
  }

  /** The id of the newest run if it has not ended, else null. */
  async findRunningId(): Promise<number | null> {
    const [last] = await this.dataSource.query<{ syncId: number; isOver: number }[]>(
      `SELECT sync_id AS syncId, finished_at IS NOT NULL AS isOver FROM metadata_syncs ORDER BY sync_id DESC LIMIT 1`,
    );
    return last === undefined || Number(last.isOver) === 1 ? null : last.syncId;
  }

  async findLast(): Promise<SyncRun | null> {
    type Row = Omit<SyncRun, 'failures' | 'isForced'> & { failures: string | null; isForced: number };
    const [row] = await this.dataSource.query<Row[]>(
      `SELECT sync_id AS syncId, park_id AS parkId, ride_id AS rideId, is_forced AS isForced, started_at AS startedAt,
              updated_at AS updatedAt, finished_at AS finishedAt, error, failures,
              ${COUNT_NAMES.map((name) => `${COUNTS[name]} AS ${name}`).join(', ')}
         FROM metadata_syncs ORDER BY sync_id DESC LIMIT 1`,
    );
    if (row === undefined) return null;
    const failures = readJson<SyncFailure[]>(row.failures) ?? [];
    return { ...row, failures, isForced: Number(row.isForced) === 1 };
  }
}

type RideRow = Omit<SyncableRide, 'parkPosition' | 'themeparksWikiIds'> & {
  parkLatitude: number | null;
  parkLongitude: number | null;
  themeparksWikiId: string | null;
};

/** SQL that finds rides to synchronise. */
@Injectable()
export class SyncableRideRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Rides that were never read come first, then the least recently read. A ride requested by id may be inactive. */
  async find({ parkId, rideId }: SyncScope): Promise<SyncableRide[]> {
    const conditions = ['a.alias_ride_id IS NULL'];
    if (parkId !== null) conditions.push('r.park_id = ?');
    conditions.push(rideId === null ? 'r.is_active = 1' : 'r.ride_id = ?');
    const rows = await this.dataSource.query<RideRow[]>(
      `SELECT r.ride_id AS rideId, r.name, r.themeparks_wiki_id AS themeparksWikiId, p.park_id AS parkId,
              p.name AS parkName, p.latitude AS parkLatitude, p.longitude AS parkLongitude,
              d.destination_id AS destinationId, d.name AS destinationName, d.themeparks_wiki_id AS destinationUuid,
              m.last_synced_at AS lastSyncedAt
         FROM rides r JOIN parks p ON p.park_id = r.park_id JOIN destinations d ON d.destination_id = p.destination_id
         LEFT JOIN ride_aliases a ON a.alias_ride_id = r.ride_id
         LEFT JOIN entity_metadata m ON m.ride_id = r.ride_id
        WHERE ${conditions.join(' AND ')} ORDER BY m.last_synced_at IS NOT NULL, m.last_synced_at, r.ride_id`,
      [parkId, rideId].filter((value) => value !== null),
    );
    const linked = await this.findLinkedIds(rows.map((row) => row.rideId));
    return rows.map((row) => rideOf(row, linked.get(row.rideId) ?? []));
  }

  async hasAny(): Promise<boolean> {
    return (await this.dataSource.query<unknown[]>('SELECT 1 FROM rides LIMIT 1')).length > 0;
  }

  private async findLinkedIds(rideIds: readonly number[]): Promise<Map<number, string[]>> {
    if (rideIds.length === 0) return new Map();
    const rows = await this.dataSource.query<{ rideId: number; themeparksWikiId: string }[]>(
      `SELECT ride_id AS rideId, themeparks_wiki_id AS themeparksWikiId FROM ride_aliases WHERE ride_id IN (?)
        ORDER BY linked_at DESC, alias_ride_id DESC`,
      [rideIds],
    );
    const ids = new Map<number, string[]>();
    for (const { rideId, themeparksWikiId } of rows) ids.set(rideId, [...(ids.get(rideId) ?? []), themeparksWikiId]);
    return ids;
  }
}

function rideOf(
  { parkLatitude, parkLongitude, themeparksWikiId, ...row }: RideRow,
  linked: readonly string[],
): SyncableRide {
  const isPlaced = parkLatitude !== null && parkLongitude !== null;
  return {
    ...row,
    parkPosition: isPlaced ? { latitude: parkLatitude, longitude: parkLongitude } : null,
    themeparksWikiIds: themeparksWikiId === null ? linked : [themeparksWikiId, ...linked],
  };
}
