import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** SQL on whether the catalogue lists rides; always in the caller's transaction. */
@Injectable()
export class RideActivityRepository {
  /** Only rides for which this is a change get a row of the history. */
  async set(manager: EntityManager, rideIds: readonly number[], isActive: boolean, at: Date): Promise<void> {
    if (rideIds.length === 0) return;
    const flag = isActive ? 1 : 0;
    await manager.query(
      `INSERT INTO ride_listing_changes (ride_id, changed_at, is_listed)
       SELECT ride_id, ?, ? FROM rides WHERE ride_id IN (?) AND is_active <> ?
       ON DUPLICATE KEY UPDATE is_listed = VALUES(is_listed)`,
      [at, flag, rideIds, flag],
    );
    await manager.query('UPDATE rides SET is_active = ? WHERE ride_id IN (?)', [flag, rideIds]);
  }
}
