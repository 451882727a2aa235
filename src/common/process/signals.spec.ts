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

  it('leaves the first signal to the orderly shutdown', () => {
    expect(signalsAt(5_000)).toEqual([]);
  });

  it('exits immediately on a second signal', () => {
    expect(signalsAt(5_000, 6_500)).toEqual(['SIGINT']);
  });

  it('counts a repeated delivery of the same Ctrl+C once', () => {
    expect(signalsAt(5_000, 5_020)).toEqual([]);
  });
});
