import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { Test, type TestingModule } from '@nestjs/testing';
import { AppConfig, loadConfig } from '../../common/config/app-config.js';
import { ConfigModule } from '../../common/config/config.module.js';
import { ClockCheck } from '../../common/database/database-clock.js';
import { HOUR_MS, MINUTE_MS } from '../../common/time/calendar.js';
import { Clock, TimeModule } from '../../common/time/clock.js';
import { JobExplorer } from './job-explorer.js';
import { JobLeaseService } from './job-lease.service.js';
import { JobScheduler } from './job-scheduler.js';
import { Job, type JobHandler, type JobOptions } from './job.decorator.js';

/** Records its runs. Each run continues until the test ends it, even after its signal has aborted. */
class RecordingJob implements JobHandler {
  readonly signals: AbortSignal[] = [];
  endRun: (error?: Error) => void = () => undefined;
  isDue: () => Promise<boolean> = () => Promise.resolve(false);

  isDueAtStart(): Promise<boolean> {
    return this.isDue();
  }

  run(signal: AbortSignal): Promise<void> {
    this.signals.push(signal);
    return new Promise((resolve, reject) => {
      this.endRun = (error) => (error ? reject(error) : resolve());
    });
  }
}

const OPTIONS: JobOptions = { description: 'Records its runs', timeoutMs: 5_000 };
const NAME = 'noted';

/** Decorates the job again, because each test has its own options. */
function decorate(options: Partial<JobOptions>): void {
  const descriptor = Object.getOwnPropertyDescriptor(RecordingJob.prototype, 'run')!;
  Job({ ...OPTIONS, ...options })(RecordingJob.prototype, 'run', descriptor);
  Cron('0 0 1 1 *', { name: NAME, timeZone: 'UTC' })(RecordingJob.prototype, 'run', descriptor);
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('JobScheduler', () => {
  const handler = new RecordingJob();
  const opened: TestingModule[] = [];
  const errors: unknown[] = [];
  const warnings: unknown[] = [];
  const quiet: unknown[] = [];
  const notes: unknown[] = [];
  const recorded: unknown[][] = [];
  let nowMs = 0;
  let isClockAhead = false;
  let isEnding = false;

  beforeEach(() => {
    [isClockAhead, isEnding] = [false, false];
    Object.assign(handler, new RecordingJob());
    for (const lines of [errors, warnings, quiet, notes, recorded]) lines.length = 0;
    nowMs = Date.UTC(2026, 3, 15, 16);
  });
  afterEach(async () => {
    jest.useRealTimers();
    for (const app of opened.splice(0)) {
      const closed = app.close();
      handler.endRun();
      await closed;
    }
  });

  /** A process with the job, and its cron; undefined if it is not scheduled. */
  async function start(options: Partial<JobOptions> = {}, settings: Record<string, string> = {}) {
    decorate(options);
    const recordRun = (...run: unknown[]) => Promise.resolve(void recorded.push(run));
    const app = await Test.createTestingModule({
      imports: [
        ConfigModule,
        TimeModule,
        DiscoveryModule,
        ScheduleModule.forRoot({ cronJobs: false, intervals: false, timeouts: false }),
      ],
      providers: [
        JobExplorer,
        JobScheduler,
        { provide: RecordingJob, useValue: handler },
        { provide: JobLeaseService, useValue: { recordRun, processIsEnding: () => (isEnding = true) } },
        { provide: ClockCheck, useValue: { isAhead: () => Promise.resolve(isClockAhead) } },
      ],
    })
      .overrideProvider(AppConfig)
      .useValue(loadConfig(settings))
      .overrideProvider(Clock)
      .useValue({ now: () => new Date(nowMs) })
      .compile();
    opened.push(app);
    const keepIn = (lines: unknown[]) => (message: unknown) => lines.push(message);
    Logger.overrideLogger({ log: keepIn(notes), debug: keepIn(quiet), warn: keepIn(warnings), error: keepIn(errors) });
    await app.init();
    const cron = app.get(SchedulerRegistry, { strict: false }).getCronJobs().get(NAME);
    return { app, cron, scheduler: app.get(JobScheduler, { strict: false }), tick: async () => cron!.fireOnTick() };
  }

  it('schedules a method with @Cron and @Job at its times in UTC', async () => {
    const { cron } = await start();
    expect(cron!.isActive).toBe(true);
    expect(cron!.nextDate().toUTC().toFormat('MM-dd HH:mm')).toBe('01-01 00:00');
  });

  it('lets the setting of a job replace its schedule', async () => {
    const { cron } = await start({ setting: 'COLLECT_CRON' }, { COLLECT_CRON: '30 4 * * *' });
    expect(cron!.isActive).toBe(true);
    expect(cron!.nextDate().toUTC().toFormat('HH:mm')).toBe('04:30');
  });

  it('schedules nothing in an api process, and no disabled job', async () => {
    handler.isDue = () => Promise.resolve(true);
    expect((await start({}, { ROLE: 'api' })).cron).toBeUndefined();
    expect((await start({ isEnabled: () => false })).cron).toBeUndefined();
    expect((await start({}, { ROLE: 'worker' })).cron).toBeDefined();
    await turn();
    expect(handler.signals).toHaveLength(1);
  });

  it('skips a tick during a run, and does not catch up on it', async () => {
    const { tick, scheduler } = await start();
    await tick();
    await tick();
    handler.endRun();
    await scheduler.whenIdle();
    expect(handler.signals).toHaveLength(1);
    await tick();
    expect(handler.signals).toHaveLength(2);
  });

  it('warns about skipped ticks at the first one and then once an hour, separately for each run', async () => {
    const { tick, scheduler } = await start();
    const tickEveryMinute = async (ticks: number) => {
      for (let left = ticks; left > 0; left--) {
        nowMs += MINUTE_MS;
        await tick();
      }
    };
    await tick();
    await tickEveryMinute(60);
    expect(warnings).toEqual([expect.stringContaining('still in progress')]);
    expect(quiet).toHaveLength(59);
    await tickEveryMinute(1);
    expect(warnings).toHaveLength(2);
    handler.endRun();
    await scheduler.whenIdle();
    await tick();
    await tickEveryMinute(2);
    expect(warnings).toHaveLength(3);
    nowMs += HOUR_MS;
    await tick();
    expect(warnings).toHaveLength(4);
  });

  it('runs once at the start if due, without delaying the start', async () => {
    let response: (isDue: boolean) => void = () => undefined;
    handler.isDue = () => new Promise((resolve) => (response = resolve));
    const { tick } = await start();
    await tick();
    expect(handler.signals).toHaveLength(0);
    response(true);
    await turn();
    expect(handler.signals).toHaveLength(1);
  });

  it('does not run at the start if not due', async () => {
    await start();
    await turn();
    expect(handler.signals).toHaveLength(0);
  });

  it('aborts a run that takes too long, and counts it as running until it has really ended', async () => {
    const { tick, scheduler } = await start();
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    await tick();
    jest.advanceTimersByTime(4_999);
    expect(handler.signals[0]!.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(handler.signals[0]!.aborted).toBe(true);
    await tick();
    expect(handler.signals).toHaveLength(1);
    handler.endRun();
    await scheduler.whenIdle();
    await tick();
    expect(handler.signals).toHaveLength(2);
  });

  it('logs a failure with its stack, and runs again at the next tick', async () => {
    const { tick, scheduler } = await start();
    await tick();
    handler.endRun(new RangeError('out of bounds'));
    await scheduler.whenIdle();
    expect(errors).toEqual([expect.stringMatching(/RangeError: out of bounds\n +at /)]);
    await tick();
    expect(handler.signals).toHaveLength(2);
  });

  it('logs a failure that recurs at every tick at most once a minute, and its stack once', async () => {
    const { tick, scheduler } = await start();
    for (let ticks = 0; ticks < 20; ticks++) {
      await tick();
      handler.endRun(new RangeError('out of bounds'));
      await scheduler.whenIdle();
    }
    expect(errors).toEqual([expect.stringMatching(/RangeError: out of bounds\n +at /)]);
    expect(quiet.filter((line) => line === 'the run failed: RangeError: out of bounds')).toHaveLength(19);
    await tick();
    handler.endRun();
    await scheduler.whenIdle();
    expect(notes).toContainEqual(expect.stringContaining('runs without failure again'));
  });

  it('does not log a failure if a run is stopped because the process ends', async () => {
    const { app, tick } = await start();
    await tick();
    handler.signals[0]!.addEventListener('abort', () => handler.endRun(new Error('stopped')));
    await app.close();
    expect(errors).toEqual([]);
    expect(isEnding).toBe(true);
  });

  it('records the runs of a job that takes no lease, and how they ended', async () => {
    const { tick, scheduler } = await start({ takesLease: false });
    for (const error of [undefined, new RangeError('out of bounds')]) {
      await tick();
      handler.endRun(error);
      await scheduler.whenIdle();
    }
    const startedAt = new Date(nowMs);
    expect(recorded).toEqual([
      [NAME, startedAt, null],
      [NAME, startedAt, { error: new RangeError('out of bounds') }],
    ]);
  });

  it('skips a job that needs a right clock while the clock is ahead, at the start, on schedule and on request', async () => {
    isClockAhead = true;
    handler.isDue = () => Promise.resolve(true);
    const { tick, scheduler } = await start({ needsRightClock: true });
    await scheduler.whenIdle();
    await tick();
    await scheduler.whenIdle();
    expect(scheduler.startNow(NAME)).toBe(true);
    await scheduler.whenIdle();
    expect(handler.signals).toHaveLength(0);
    expect(warnings).toEqual([expect.stringContaining('the clock is ahead')]);
    isClockAhead = false;
    await tick();
    await turn();
    expect(handler.signals).toHaveLength(1);
  });

  it('does not record runs of a job that takes a lease, which records them itself', async () => {
    const { tick, scheduler } = await start();
    await tick();
    handler.endRun();
    await scheduler.whenIdle();
    expect(recorded).toEqual([]);
  });

  it('starts a run on request, unless one is in progress', async () => {
    const { scheduler } = await start();
    expect([scheduler.startNow(NAME), scheduler.startNow(NAME)]).toEqual([true, false]);
    handler.endRun();
    await scheduler.whenIdle();
    expect(scheduler.startNow(NAME)).toBe(true);
    expect(handler.signals).toHaveLength(2);
  });

  it('logs a failed check whether the job is due', async () => {
    handler.isDue = () => Promise.reject(new Error('no database'));
    const { scheduler } = await start();
    await scheduler.whenIdle();
    expect(errors).toEqual([expect.stringContaining('no database')]);
  });

  it('stops with the program, which waits for the current run and starts nothing more', async () => {
    const { app, cron, tick } = await start();
    await tick();
    let isClosed = false;
    const closing = app.close().then(() => (isClosed = true));
    await turn();
    expect([handler.signals[0]!.aborted, isClosed]).toEqual([true, false]);
    handler.endRun();
    await closing;
    await tick();
    expect([handler.signals.length, cron!.isActive]).toEqual([1, false]);
  });
});
