import { jest } from '@jest/globals';
import { endWithinLimit } from './shutdown-limit.js';

describe('the limit of a shutdown', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function handler() {
    const lines: string[] = [];
    const codes: number[] = [];
    const onSignal = endWithinLimit({
      limitMs: () => 20_000,
      left: () => ['job collect', '1 import'],
      log: (line) => lines.push(line),
      exit: (code) => codes.push(code),
    });
    return { lines, codes, onSignal };
  }

  it('exits with code 1 once it is over, and logs the pending work', () => {
    const { lines, codes, onSignal } = handler();
    onSignal('SIGTERM');
    jest.advanceTimersByTime(19_999);
    expect(codes).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(codes).toEqual([1]);
    expect(lines).toEqual([
      expect.stringMatching(/^SIGTERM: the shutdown took more than 20 s .* leaves job collect, 1 import$/),
    ]);
  });

  it('counts from the first of several signals', () => {
    const { codes, onSignal } = handler();
    onSignal('SIGTERM');
    jest.advanceTimersByTime(10_000);
    onSignal('SIGINT');
    jest.advanceTimersByTime(30_000);
    expect(codes).toEqual([1]);
  });
});
