import { DatabaseClock } from '../../src/common/database/database-clock.js';
import type { Clock } from '../../src/common/time/clock.js';

/**
 * The clock of the database in a test whose days are not today: it shows what the test's clock shows, ahead or behind by
 * as much as the test sets. Without it every observation of such a day would be refused or late.
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
