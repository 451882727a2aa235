import { DeadlineExceededError, withDeadline } from './archive-errors.js';

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('the work has ended')), { once: true }),
  );

describe('withDeadline', () => {
  it('aborts the work when time is up', async () => {
    await expect(withDeadline(1, undefined, untilAborted)).rejects.toBeInstanceOf(DeadlineExceededError);
  });

  it('aborts the work with the caller, whose reason it throws', async () => {
    const controller = new AbortController();
    const work = withDeadline(60_000, controller.signal, untilAborted);
    const reason = new Error('paused');
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
  });

  it("passes the work's own failure on", async () => {
    const failure = new Error('its own');
    await expect(withDeadline(60_000, undefined, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  it('does not begin when the caller has aborted', async () => {
    let begun = false;
    const run = () => {
      begun = true;
      return Promise.resolve();
    };
    await expect(withDeadline(60_000, AbortSignal.abort(new Error('paused')), run)).rejects.toThrow('paused');
    expect(begun).toBe(false);
  });
});
