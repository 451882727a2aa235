import type { EntityManager } from 'typeorm';
import { sqlInstant } from '../../../common/database/sql-helpers.js';
import { OBSERVATION, QUEUE } from '../observation-columns.js';
import { LIVE_QUEUE_COLUMNS, LIVE_SNAPSHOT_COLUMNS } from './live-row.sql.js';

/** One queue of a ride. */
export interface QueueKey {
  rideId: number;
  queueType: string;
}

const { rideId: RIDE, recordedAt: AT } = OBSERVATION;
const OF_QUEUE = `${RIDE} = ? AND ${QUEUE.queueType} = ?`;

/**
 * Makes the newest rows up to the instant the current ones of their rides. They may be of any earlier time, so the search has
 * no lower bound: one index lookup per ride and partition.
 */
export async function renewCurrentSnapshots(
  manager: EntityManager,
  rideIds: readonly number[],
  untilMs: number,
): Promise<void> {
  for (const rideId of rideIds) {
    await manager.query(`DELETE FROM ride_current WHERE ${RIDE} = ?`, [rideId]);
    await manager.query(
      `INSERT INTO ride_current (${LIVE_SNAPSHOT_COLUMNS}) SELECT ${LIVE_SNAPSHOT_COLUMNS} FROM ride_status_snapshots
        WHERE ${RIDE} = ? AND ${AT} <= '${sqlInstant(untilMs)}' ORDER BY ${AT} DESC LIMIT 1`,
      [rideId],
    );
  }
}

/** The same for queues. */
export async function renewCurrentQueues(
  manager: EntityManager,
  queues: readonly QueueKey[],
  untilMs: number,
): Promise<void> {
  for (const { rideId, queueType } of queues) {
    await manager.query(`DELETE FROM queue_current WHERE ${OF_QUEUE}`, [rideId, queueType]);
    await manager.query(
      `INSERT INTO queue_current (${LIVE_QUEUE_COLUMNS}) SELECT ${LIVE_QUEUE_COLUMNS} FROM queue_data
        WHERE ${OF_QUEUE} AND ${AT} <= '${sqlInstant(untilMs)}' ORDER BY ${AT} DESC LIMIT 1`,
      [rideId, queueType],
    );
  }
}
