import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '../../src/common/config/app-config.js';
import { ClockCheck, DatabaseClock } from '../../src/common/database/database-clock.js';
import { Clock } from '../../src/common/time/clock.js';
import { type OpenDatabase, openEmptyDatabase } from '../support/migrated-database.js';

const TOLERANCE = { CLOCK_TOLERANCE_SECONDS: '1' };

/** The clock of the real server, with delays for its next responses. */
class SlowDatabaseClock extends DatabaseClock {
  slowAnswers = 0;
  offsetMs = 0;

  override async nowMs(): Promise<number> {
    if (this.slowAnswers > 0) {
      this.slowAnswers -= 1;
      // Like a hanging server, which reads its clock once it continues.
      await delay(2_600);
    }
    return (await super.nowMs()) - this.offsetMs;
  }
}

describe('the comparison with the database clock', () => {
  let open: OpenDatabase;
  let databaseClock: SlowDatabaseClock;
  let check: ClockCheck;

  beforeAll(async () => {
    open = await openEmptyDatabase('clock_check');
  });
  beforeEach(() => {
    databaseClock = new SlowDatabaseClock(open.dataSource);
    check = new ClockCheck(new Clock(), databaseClock, loadConfig(TOLERANCE));
  });
  afterAll(() => open.close());

  it('ignores a response that took longer than the tolerance, and asks again', async () => {
    databaseClock.slowAnswers = 1;
    const { verdict, offsetMs } = await check.read();
    expect([verdict, Math.abs(offsetMs) < 500]).toEqual(['RIGHT', true]);
  });

  it('is UNKNOWN while every response is that slow, and does not reject correct instants', async () => {
    databaseClock.slowAnswers = 2;
    const { verdict, horizonMs } = await check.read();
    expect(verdict).toBe('UNKNOWN');
    expect(horizonMs).toBeGreaterThan(Date.now());
  });

  it('detects a wrong clock after a slow response', async () => {
    databaseClock.slowAnswers = 1;
    databaseClock.offsetMs = 10_000;
    expect((await check.read()).verdict).toBe('AHEAD');
    databaseClock.offsetMs = -10_000;
    expect((await check.read()).verdict).toBe('BEHIND');
  });
});
