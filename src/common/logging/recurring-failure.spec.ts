import { RecurringFailure } from './recurring-failure.js';

function recorded(everyMs = 60_000) {
  const lines: string[] = [];
  const clock = { nowMs: 1_000 };
  const write = (level: string) => (text: unknown) => void lines.push(`${level}: ${String(text)}`);
  const logger = { log: write('log'), warn: write('warn'), debug: () => undefined };
  return { lines, clock, failure: new RecurringFailure(logger, everyMs, () => clock.nowMs) };
}

describe('RecurringFailure', () => {
  it('logs the first failure immediately, then one a minute with the count in between', () => {
    const { lines, clock, failure } = recorded();
    for (let second = 0; second < 130; second++) {
      failure.failed('no answer');
      clock.nowMs += 1_000;
    }
    expect(lines).toEqual([
      'warn: no answer',
      'warn: no answer (and 59 more times since the last warning)',
      'warn: no answer (and 59 more times since the last warning)',
    ]);
  });

  it('logs the recovery once, and only after a failure', () => {
    const { lines, clock, failure } = recorded();
    failure.succeeded('found again');
    failure.failed('no answer');
    clock.nowMs += 30_000;
    failure.succeeded('found again');
    failure.succeeded('found again');
    expect(lines).toEqual(['warn: no answer', 'log: found again, after 30 s']);
  });

  it('logs a failure after a recovery immediately', () => {
    const { lines, failure } = recorded();
    failure.failed('no answer');
    failure.succeeded('found again');
    failure.failed('no answer');
    expect(lines.filter((line) => line === 'warn: no answer')).toHaveLength(2);
  });
});
