import { DatabaseClock } from '../../src/common/database/database-clock.js';
import type { Clock } from '../../src/common/time/clock.js';

/**
 * The clock of the database for a test on other days: it follows the test's clock, with an offset that the test sets. Without it,
 * every observation of such a day would be rejected or late.
 */
export class FollowedDatabaseClock extends DatabaseClock {
  /** How far the database's clock is behind the test's clock. */
  behindMs = 0;

  constructor(private readonly followed: Clock) {
    super(undefined as never);
  }

  override nowMs(): Promise<number> {
    return Promise.resolve(this.followed.now().getTime() - this.behindMs);
  }
}
