import { TaskTracker } from './task-tracker.js';

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('TaskTracker', () => {
  it('aborts its tasks and waits for them when the process ends', async () => {
    const work = new TaskTracker();
    let hasEnded = false;
    const followed = work.follow(
      untilAborted(work.signalWith(undefined))
        .catch(() => new Promise((resolve) => setImmediate(resolve)))
        .then(() => (hasEnded = true)),
    );
    expect(work.isEnding).toBe(false);
    await work.end();
    expect([hasEnded, work.isEnding]).toEqual([true, true]);
    await followed;
  });

  it('aborts a task by the signal of its caller too', async () => {
    const asked = new AbortController();
    const work = new TaskTracker();
    const followed = work.follow(untilAborted(work.signalWith(undefined, asked.signal)));
    asked.abort(new Error('enough'));
    await expect(followed).rejects.toThrow('enough');
  });

  it('resolves once background work has started, and passes a later failure to the handler', async () => {
    const failures: unknown[] = [];
    const work = new TaskTracker();
    let fail: (error: Error) => void = () => undefined;
    const started = await work.begin<number>(
      (onStarted) => {
        onStarted(7);
        return new Promise((_, reject) => (fail = reject));
      },
      (error) => failures.push(error),
    );
    expect(started).toBe(7);
    fail(new Error('later'));
    await work.end();
    expect(failures).toEqual([new Error('later')]);
  });

  it('rejects if background work fails before it has started', async () => {
    const begun = new TaskTracker().begin(
      () => Promise.reject(new Error('no')),
      () => undefined,
    );
    await expect(begun).rejects.toThrow('no');
  });
});
