import { loadConfig } from '../../common/config/app-config.js';
import { MonotonicTimer, type RequestPriority, RequestScheduler } from './request-scheduler.js';

/** Time moves when the test says so; whoever sleeps wakes when their time has come. */
class FixedTimer extends MonotonicTimer {
  private timeMs = 0;
  private sleepers: { wakeMs: number; wake: () => void }[] = [];

  override nowMs(): number {
    return this.timeMs;
  }

  override sleep(delayMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason as Error);
      const wake = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      signal.addEventListener('abort', stop);
      this.sleepers.push({ wakeMs: this.timeMs + delayMs, wake });
    });
  }

  async advanceTo(timeMs: number): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.sleepers.sort((a, b) => a.wakeMs - b.wakeMs)[0];
      if (next === undefined || next.wakeMs > timeMs) break;
      this.timeMs = next.wakeMs;
      this.sleepers.shift()!.wake();
    }
    this.timeMs = timeMs;
  }
}

const MINUTE_MS = 60_000;

describe('turns at the API', () => {
  let timer: FixedTimer;
  let turns: RequestScheduler;
  let sent: { priority: RequestPriority; atMs: number }[];

  beforeEach(() => {
    timer = new FixedTimer();
    turns = new RequestScheduler(loadConfig({ LIVE_REQUESTS_PER_MINUTE: '20' }), timer);
    sent = [];
  });

  async function ask(priority: RequestPriority, { deadlineMs = Infinity, signal = new AbortController().signal } = {}) {
    await turns.wait({ priority, deadlineMs, signal });
    sent.push({ priority, atMs: timer.nowMs() });
  }
  const askOften = (priority: RequestPriority, times: number) =>
    Array.from({ length: times }, () => void ask(priority));
  const sentBy = (atMs: number, wanted?: RequestPriority) =>
    sent.filter((one) => one.atMs <= atMs && (wanted ?? one.priority) === one.priority).length;

  it('leave three quarters of a minute to the cycle, whatever else is wanted', async () => {
    askOften('BACKGROUND', 40);
    await timer.advanceTo(1_000);
    askOften('CYCLE', 15);
    await timer.advanceTo(2_000);
    expect([sentBy(2_000, 'BACKGROUND'), sentBy(2_000, 'CYCLE')]).toEqual([5, 15]);
  });

  it('are never more than the budget within a minute, by all together', async () => {
    askOften('BACKGROUND', 30);
    askOften('CYCLE', 60);
    await timer.advanceTo(10 * MINUTE_MS);
    expect(sent).toHaveLength(90);
    for (const { atMs } of sent) {
      const within = sent.filter((other) => other.atMs >= atMs && other.atMs - atMs <= MINUTE_MS);
      expect(within.length).toBeLessThanOrEqual(20);
    }
  });

  it('are for nobody while the API refuses', async () => {
    turns.block(30_000);
    askOften('CYCLE', 3);
    askOften('BACKGROUND', 3);
    await timer.advanceTo(29_999);
    expect(sent).toEqual([]);
    await timer.advanceTo(31_000);
    expect(sent).toHaveLength(6);
  });

  it('come again after an hour, whatever the API asked for', async () => {
    turns.block(1e12);
    askOften('CYCLE', 1);
    await timer.advanceTo(60 * MINUTE_MS - 1);
    expect(sent).toEqual([]);
    await timer.advanceTo(61 * MINUTE_MS);
    expect(sent).toHaveLength(1);
  });

  it('go to the cycle first', async () => {
    turns.block(1_000);
    askOften('BACKGROUND', 2);
    askOften('CYCLE', 2);
    await timer.advanceTo(5_000);
    expect(sent.map(({ priority }) => priority)).toEqual(['CYCLE', 'CYCLE', 'BACKGROUND', 'BACKGROUND']);
  });

  it('that come too late are not waited for, and a wait ends with its signal', async () => {
    turns.block(30_000);
    await expect(ask('CYCLE', { deadlineMs: 20_000 })).rejects.toMatchObject({ code: 'LIVE_API_UNAVAILABLE' });
    const stop = new AbortController();
    const waiting = ask('BACKGROUND', { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  it('are there for both even of the smallest budget, one at a time', async () => {
    turns = new RequestScheduler(loadConfig({ LIVE_REQUESTS_PER_MINUTE: '1' }), timer);
    askOften('CYCLE', 1);
    askOften('BACKGROUND', 1);
    await timer.advanceTo(MINUTE_MS);
    expect(sent).toHaveLength(1);
    await timer.advanceTo(2 * MINUTE_MS);
    expect(sent).toHaveLength(2);
  });
});
