import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '../../src/common/config/app-config.js';
import { ClockCheck, DatabaseClock } from '../../src/common/database/database-clock.js';
import { Clock } from '../../src/common/time/clock.js';
import { type OpenDatabase, openEmptyDatabase } from '../support/migrated-database.js';

const TOLERANCE = { CLOCK_TOLERANCE_SECONDS: '1' };

/** The clock of the real server, whose next answers are under way for so long. */
class SlowDatabaseClock extends DatabaseClock {
  slowAnswers = 0;
  offsetMs = 0;

  override async nowMs(): Promise<number> {
    if (this.slowAnswers > 0) {
      this.slowAnswers -= 1;
      // As of a server that stands still: it looks at its clock when it goes on.
      await delay(2_600);
    }
    return (await super.nowMs()) - this.offsetMs;
  }
}

describe('the comparison of the clock with that of the database', () => {
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

  it('ignores an answer that was under way for longer than the tolerance, and asks again', async () => {
    databaseClock.slowAnswers = 1;
    const { verdict, offsetMs } = await check.read();
    expect([verdict, Math.abs(offsetMs) < 500]).toEqual(['RIGHT', true]);
  });

  it('is unknown while every answer is that slow, and takes nothing that is true for too late', async () => {
    databaseClock.slowAnswers = 2;
    const { verdict, horizonMs } = await check.read();
    expect(verdict).toBe('UNKNOWN');
    expect(horizonMs).toBeGreaterThan(Date.now());
  });

  it('still finds a clock that is wrong after a slow answer', async () => {
    databaseClock.slowAnswers = 1;
    databaseClock.offsetMs = 10_000;
    expect((await check.read()).verdict).toBe('AHEAD');
    databaseClock.offsetMs = -10_000;
    expect((await check.read()).verdict).toBe('BEHIND');
  });
});
