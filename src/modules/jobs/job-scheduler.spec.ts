import { Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Test, type TestingModule } from '@nestjs/testing';
import { jest } from '@jest/globals';
import { AppConfig, loadConfig } from '../../common/config/app-config.js';
import { ConfigModule } from '../../common/config/config.module.js';
import { Clock } from '../../common/time/clock.js';
import { HOUR_MS, MINUTE_MS } from '../../common/time/durations.js';
import { TimeModule } from '../../common/time/time.module.js';
import type { JobHandler, ScheduledJob } from './job-handler.js';
import { JobScheduler } from './job-scheduler.js';
import { SchedulerModule } from './scheduler.module.js';

/** Notes its runs; each goes on until it is let go, whatever its signal says. */
class NotedHandler implements JobHandler {
  readonly signals: AbortSignal[] = [];
  letGo: (error?: Error) => void = () => undefined;
  isDue: () => Promise<boolean> = () => Promise.resolve(false);

  isDueAtStart(): Promise<boolean> {
    return this.isDue();
  }

  run(signal: AbortSignal): Promise<void> {
    this.signals.push(signal);
    return new Promise((resolve, reject) => {
      this.letGo = (error) => (error ? reject(error) : resolve());
    });
  }
}

const ROW: ScheduledJob = { name: 'noted', schedule: () => '0 0 1 1 *', timeoutMs: 5_000, handler: NotedHandler };
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('JobScheduler', () => {
  const handler = new NotedHandler();
  const opened: TestingModule[] = [];
  const errors: unknown[] = [];
  const warnings: unknown[] = [];
  const quiet: unknown[] = [];
  let nowMs = 0;

  beforeEach(() => {
    Object.assign(handler, new NotedHandler());
    for (const lines of [errors, warnings, quiet]) lines.length = 0;
    nowMs = Date.UTC(2026, 3, 15, 16);
  });
  afterEach(async () => {
    jest.useRealTimers();
    for (const app of opened.splice(0)) {
      const closed = app.close();
      handler.letGo();
      await closed;
    }
  });

  /** A process with the row, and how its schedule ticks; null where it has none. */
  async function start(row: Partial<ScheduledJob> = {}, settings: Record<string, string> = {}) {
    const app = await Test.createTestingModule({
      imports: [ConfigModule, TimeModule, SchedulerModule.forTable([{ ...ROW, ...row }])],
      providers: [{ provide: NotedHandler, useValue: handler }],
    })
      .overrideProvider(AppConfig)
      .useValue(loadConfig(settings))
      .overrideProvider(Clock)
      .useValue({ now: () => new Date(nowMs) })
      .compile();
    opened.push(app);
    const keepIn = (lines: unknown[]) => (message: unknown) => lines.push(message);
    Logger.overrideLogger({ log: jest.fn(), debug: keepIn(quiet), warn: keepIn(warnings), error: keepIn(errors) });
    await app.init();
    const cron = app.get(SchedulerRegistry, { strict: false }).getCronJobs().get(ROW.name);
    return { app, cron, scheduler: app.get(JobScheduler, { strict: false }), tick: async () => cron!.fireOnTick() };
  }

  it('schedules a row at its times in UTC', async () => {
    const { cron } = await start({ schedule: ({ COLLECT_CRON }) => COLLECT_CRON }, { COLLECT_CRON: '30 4 * * *' });
    expect(cron!.isActive).toBe(true);
    expect(cron!.nextDate().toUTC().toFormat('HH:mm')).toBe('04:30');
  });

  it('schedules nothing in a process that only serves, nor what is not wanted', async () => {
    handler.isDue = () => Promise.resolve(true);
    expect((await start({}, { ROLE: 'api' })).cron).toBeUndefined();
    expect((await start({ isWanted: () => false })).cron).toBeUndefined();
    expect((await start({}, { ROLE: 'worker' })).cron).toBeDefined();
    await turn();
    expect(handler.signals).toHaveLength(1);
  });

  it('leaves a tick out that finds the run before at work, and does not make up for it', async () => {
    const { tick, scheduler } = await start();
    await tick();
    await tick();
    handler.letGo();
    await scheduler.whenIdle();
    expect(handler.signals).toHaveLength(1);
    await tick();
    expect(handler.signals).toHaveLength(2);
  });

  it('warns of ticks that a long run leaves out at the first one and then once an hour, and of each run anew', async () => {
    const { tick, scheduler } = await start();
    const tickEveryMinute = async (ticks: number) => {
      for (let left = ticks; left > 0; left--) {
        nowMs += MINUTE_MS;
        await tick();
      }
    };
    await tick();
    await tickEveryMinute(60);
    expect(warnings).toEqual([expect.stringContaining('still at work')]);
    expect(quiet).toHaveLength(59);
    await tickEveryMinute(1);
    expect(warnings).toHaveLength(2);
    handler.letGo();
    await scheduler.whenIdle();
    await tick();
    await tickEveryMinute(2);
    expect(warnings).toHaveLength(3);
    nowMs += HOUR_MS;
    await tick();
    expect(warnings).toHaveLength(4);
  });

  it('runs once at a start at which it is due, without holding it up', async () => {
    let answer: (isDue: boolean) => void = () => undefined;
    handler.isDue = () => new Promise((resolve) => (answer = resolve));
    const { tick } = await start();
    await tick();
    expect(handler.signals).toHaveLength(0);
    answer(true);
    await turn();
    expect(handler.signals).toHaveLength(1);
  });

  it('does not run at a start at which it is not due', async () => {
    await start();
    await turn();
    expect(handler.signals).toHaveLength(0);
  });

  it('tells a run that takes too long to stop, and counts it as running until it has really ended', async () => {
    const { tick, scheduler } = await start();
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
    await tick();
    jest.advanceTimersByTime(4_999);
    expect(handler.signals[0]!.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(handler.signals[0]!.aborted).toBe(true);
    await tick();
    expect(handler.signals).toHaveLength(1);
    handler.letGo();
    await scheduler.whenIdle();
    await tick();
    expect(handler.signals).toHaveLength(2);
  });

  it('logs a failure with its stack, and runs again at the next tick', async () => {
    const { tick, scheduler } = await start();
    await tick();
    handler.letGo(new RangeError('out of bounds'));
    await scheduler.whenIdle();
    expect(errors).toEqual([expect.stringMatching(/RangeError: out of bounds\n +at /)]);
    await tick();
    expect(handler.signals).toHaveLength(2);
  });

  it('does not call it a failure that a run was stopped because the process ends', async () => {
    const { app, tick } = await start();
    await tick();
    handler.signals[0]!.addEventListener('abort', () => handler.letGo(new Error('stopped')));
    await app.close();
    expect(errors).toEqual([]);
  });

  it('survives a failure of the question whether it is due', async () => {
    handler.isDue = () => Promise.reject(new Error('no database'));
    const { scheduler } = await start();
    await scheduler.whenIdle();
    expect(errors).toEqual([expect.stringContaining('no database')]);
  });

  it('stops with the program, which waits for what is under way and begins nothing more', async () => {
    const { app, cron, tick } = await start();
    await tick();
    let isClosed = false;
    const closing = app.close().then(() => (isClosed = true));
    await turn();
    expect([handler.signals[0]!.aborted, isClosed]).toEqual([true, false]);
    handler.letGo();
    await closing;
    await tick();
    expect([handler.signals.length, cron!.isActive]).toEqual([1, false]);
  });
});
