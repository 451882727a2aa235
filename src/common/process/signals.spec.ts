import { onSecondSignal } from './signals.js';

describe('onSecondSignal', () => {
  function signalsAt(...instantsMs: number[]): string[] {
    const ended: string[] = [];
    let nowMs = 0;
    const handler = onSecondSignal(
      (signal) => ended.push(signal),
      () => nowMs,
    );
    for (nowMs of instantsMs) handler('SIGINT');
    return ended;
  }

  it('lets the first signal end the process in order', () => {
    expect(signalsAt(5_000)).toEqual([]);
  });

  it('ends at once at a second one', () => {
    expect(signalsAt(5_000, 6_500)).toEqual(['SIGINT']);
  });

  it('takes the echo of the same Ctrl+C for one', () => {
    expect(signalsAt(5_000, 5_020)).toEqual([]);
  });
});
