import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Clock } from '../../src/common/time/clock.js';
import { JobLease } from '../../src/modules/jobs/job-lease.entity.js';
import { JobLeaseRepository } from '../../src/modules/jobs/job-lease.repository.js';
import type { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import { leaseServiceOf } from '../support/job-leases.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

class SetClock extends Clock {
  nowMs = Date.parse('2025-01-01T00:00:00Z');
  override now(): Date {
    return new Date(this.nowMs);
  }
}

/** A deferred promise. */
function deferred(): { promise: Promise<void>; open: () => void } {
  let open!: () => void;
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
}

describe('JobLeaseService', () => {
  const clock = new SetClock();
  let database: OpenDatabase;
  let one: JobLeaseService;
  let other: JobLeaseService;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await openMigratedDatabase('job_lease');
    one = leaseServiceOf(database.dataSource, clock);
    other = leaseServiceOf(await database.connect(), clock);
  });

  afterAll(async () => {
    await database.close();
  });

  const leaseOf = async (name: string) => {
    const sql =
      'SELECT owner, until, last_finished_at AS finishedAt, last_result AS result FROM job_leases WHERE name = ?';
    const rows = await database.dataSource.query<
      { owner: string | null; until: Date | null; finishedAt: Date | null; result: string | null }[]
    >(sql, [name]);
    return rows[0]!;
  };
  const runsOf = (name: string) =>
    database.dataSource.query<object[]>(
      'SELECT outcome, result, error FROM job_runs WHERE job_name = ? ORDER BY run_id DESC',
      [name],
    );
  const instantly = { ttlMs: 60_000, work: () => Promise.resolve('x') };

  it('truncates a long result of a run without a lease between characters', async () => {
    await one.recordRun('unleased', clock.now(), null, `${'x'.repeat(254)}😀 and more`);
    expect((await leaseOf('unleased')).result).toBe(`${'x'.repeat(254)}😀`);
  });

  it('lets one of two processes run a job, and the other one afterwards', async () => {
    const [started, finish] = [deferred(), deferred()];
    const work = async () => {
      started.open();
      await finish.promise;
      return 7;
    };
    const running = one.runExclusive({ name: 'shared', ttlMs: 60_000, work, describe: (result) => `made ${result}` });
    await started.promise;
    expect(await other.runExclusive({ name: 'shared', ...instantly })).toEqual({ ran: false });
    expect(await one.runExclusive({ name: 'shared', ...instantly })).toEqual({ ran: false });
    expect(await other.runExclusive({ name: 'another', ...instantly })).toEqual({ ran: true, result: 'x' });
    finish.open();
    expect(await running).toEqual({ ran: true, result: 7 });
    expect(await leaseOf('shared')).toEqual({ owner: null, until: null, finishedAt: clock.now(), result: 'made 7' });
    expect(await other.runExclusive({ name: 'shared', ...instantly })).toEqual({ ran: true, result: 'x' });
  });

  it('runs a job once if two processes start it at the same moment', async () => {
    const hold = deferred();
    const ask = (service: JobLeaseService) =>
      service.runExclusive({ name: 'race', ttlMs: 60_000, work: () => hold.promise });
    const asked = [ask(one), ask(other)];
    const loser = await Promise.race(asked);
    hold.open();
    expect(loser).toEqual({ ran: false });
    expect((await Promise.all(asked)).filter(({ ran }) => ran)).toHaveLength(1);
  });

  it('waits for a database that is away when the run begins, if the job asks for it', async () => {
    await database.dataSource.query(
      `CREATE TRIGGER away BEFORE UPDATE ON job_leases FOR EACH ROW
         SIGNAL SQLSTATE '08S01' SET MYSQL_ERRNO = 1053, MESSAGE_TEXT = 'Server shutdown in progress'`,
    );
    const warned = deferred();
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((text) => {
      if (String(text).includes('waits for the database')) warned.open();
    });
    const ended = AbortSignal.abort();
    let waiting: Promise<unknown> = Promise.resolve();
    try {
      await expect(one.runExclusive({ name: 'away', ...instantly })).rejects.toThrow('shutdown');
      await expect(one.runExclusive({ name: 'away', ...instantly, waitsUntil: ended })).rejects.toThrow('shutdown');
      waiting = one.runExclusive({ name: 'away', ...instantly, waitsUntil: new AbortController().signal });
      await warned.promise;
    } finally {
      await database.dataSource.query('DROP TRIGGER away');
    }
    expect(await waiting).toEqual({ ran: true, result: 'x' });
  });

  it('records the kind of a failure, throws it, and releases the lease', async () => {
    const work = () => Promise.reject(new RangeError('SELECT secret'));
    await expect(one.runExclusive({ name: 'failing', ttlMs: 60_000, work })).rejects.toThrow(RangeError);
    expect(await leaseOf('failing')).toMatchObject({ owner: null, result: 'FAILED: RangeError' });
  });

  describe('whose end a full disk refuses', () => {
    afterEach(() => database.dataSource.query('DROP TRIGGER IF EXISTS full_disk'));

    async function refused(service: JobLeaseService, name: string): Promise<void> {
      const [started, finish] = [deferred(), deferred()];
      const warned = deferred();
      jest.spyOn(Logger.prototype, 'warn').mockImplementation((text) => {
        if (String(text).includes('could not be released')) warned.open();
      });
      const work = async () => {
        started.open();
        await finish.promise;
      };
      const running = service.runExclusive({ name, ttlMs: 60_000, work });
      await started.promise;
      await database.dataSource.query(
        `CREATE TRIGGER full_disk BEFORE UPDATE ON job_leases FOR EACH ROW
           SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1021, MESSAGE_TEXT = 'Disk full'`,
      );
      finish.open();
      await warned.promise;
      await database.dataSource.query('DROP TRIGGER full_disk');
      await running;
    }

    it('releases its lease as soon as there is room', async () => {
      await refused(one, 'no room');
      expect(await leaseOf('no room')).toMatchObject({ owner: null, result: 'DONE' });
    });

    it('leaves its lease to expire if its process is ending', async () => {
      const ending = leaseServiceOf(database.dataSource, clock);
      ending.processIsEnding();
      await refused(ending, 'no room at the end');
      expect((await leaseOf('no room at the end')).owner).not.toBeNull();
    });
  });

  it('records a run that the end of its process cuts short as stopped, which is neither a failure nor a success', async () => {
    const ending = leaseServiceOf(database.dataSource, clock);
    ending.processIsEnding();
    const work = () => Promise.reject(new Error('aborted'));
    await expect(ending.runExclusive({ name: 'stopped', ttlMs: 60_000, work })).rejects.toThrow('aborted');
    expect((await leaseOf('stopped')).result).toBe('STOPPED: the process ended');
    expect(await one.lastRunEndedWell('stopped')).toBe(false);
    expect(await runsOf('stopped')).toEqual([{ outcome: 'STOPPED', result: null, error: 'the process ended' }]);
  });

  it('records work that describes a failure of a part as failed', async () => {
    await one.runExclusive({ name: 'in part', ...instantly, describe: () => 'FAILED in part: 3 park-days' });
    expect(await runsOf('in part')).toEqual([
      { outcome: 'FAILED', result: null, error: 'FAILED in part: 3 park-days' },
    ]);
  });

  it('is taken over when its process stops renewing it, and the late process neither releases nor overwrites it', async () => {
    const [started, finish, begun, takenOver] = [deferred(), deferred(), deferred(), deferred()];
    const dead = one.runExclusive({
      name: 'stale',
      ttlMs: 60_000,
      work: async () => {
        started.open();
        await finish.promise;
      },
    });
    await started.promise;
    clock.nowMs += 60_001;
    const work = () => {
      begun.open();
      return takenOver.promise;
    };
    const successor = other.runExclusive({ name: 'stale', ttlMs: 60_000, work });
    await begun.promise;
    finish.open();
    await dead;
    expect((await leaseOf('stale')).owner).not.toBeNull();
    takenOver.open();
    expect(await successor).toMatchObject({ ran: true });
    expect((await runsOf('stale')).map((run) => (run as { outcome: string }).outcome)).toEqual(['DONE', 'ABANDONED']);
  });

  it('is renewed while the work takes longer than the lease, and aborts the work when it is lost', async () => {
    const ttlMs = 90;
    const work = (signal: AbortSignal) =>
      new Promise<string>((resolve) => signal.addEventListener('abort', () => resolve(String(signal.reason))));
    const running = one.runExclusive({ name: 'lost', ttlMs, work });
    const first = (await waitForLease('lost')).getTime();
    clock.nowMs += 50;
    while ((await leaseOf('lost')).until!.getTime() === first) await Promise.resolve();
    expect((await leaseOf('lost')).until!.getTime()).toBe(clock.nowMs + ttlMs);
    await database.dataSource.query(`UPDATE job_leases SET owner = 'thief' WHERE name = 'lost'`);
    expect(await running).toEqual({
      ran: true,
      result: expect.stringContaining('the lease of lost is lost') as string,
    });
  });

  it('blocks other processes no longer than its duration if the clock went back after its process died', async () => {
    const ttlMs = 60_000;
    const repository = new JobLeaseRepository(database.dataSource.getRepository(JobLease));
    await repository.acquire('ahead', 'dead', new Date(clock.nowMs + ttlMs), clock.now());
    clock.nowMs -= 24 * 3_600_000;
    expect(await other.runExclusive({ name: 'ahead', ...instantly })).toEqual({ ran: false });
    expect(await other.findActive('ahead')).toMatchObject({ until: new Date(clock.nowMs + ttlMs) });
    clock.nowMs += ttlMs - 1;
    expect(await other.runExclusive({ name: 'ahead', ...instantly })).toEqual({ ran: false });
    clock.nowMs += 1;
    expect(await other.runExclusive({ name: 'ahead', ...instantly })).toEqual({ ran: true, result: 'x' });
  });

  it('is kept by its living process if the clock goes back', async () => {
    const [finish, ttlMs] = [deferred(), 90];
    const running = one.runExclusive({ name: 'alive', ttlMs, work: () => finish.promise });
    await waitForLease('alive');
    clock.nowMs -= 24 * 3_600_000;
    const isRefused = async () =>
      expect(await other.runExclusive({ ...instantly, name: 'alive', ttlMs })).toEqual({ ran: false });
    for (let round = 0; round < 3; round++) {
      await isRefused();
      clock.nowMs += 60;
      while ((await leaseOf('alive')).until!.getTime() !== clock.nowMs + ttlMs) await Promise.resolve();
    }
    await isRefused();
    finish.open();
    expect(await running).toMatchObject({ ran: true });
  });

  async function waitForLease(name: string): Promise<Date> {
    for (;;) {
      const until = (await leaseOf(name).catch(() => undefined))?.until;
      if (until) return until;
    }
  }
});
