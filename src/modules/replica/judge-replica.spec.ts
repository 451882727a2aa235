import { judgeReplica, type TimedHeartbeat } from './judge-replica.js';

const LIMITS = { maxLagMs: 10_000, wasBehind: false };
/** The primary was asked at 500,000 of the monotonic clock, when its own was at 9,000,000. */
const PRIMARY: TimedHeartbeat = {
  origin: 'a',
  beatMs: 9_000_000,
  nowMs: 9_000_000,
  askedAtMs: 500_000,
  migrations: '3 up to C',
  server: 'MariaDB',
};
const replica = (ageMs: number, more: Partial<TimedHeartbeat> = {}): TimedHeartbeat => ({
  ...PRIMARY,
  askedAtMs: 500_100,
  beatMs: 9_000_000 - ageMs + 100,
  // the clock of a replica does not matter
  nowMs: 1,
  ...more,
});

describe('a replica', () => {
  it('has everything that was committed before the heartbeat that it has', () => {
    expect(judgeReplica(PRIMARY, replica(3_000), LIMITS)).toEqual({
      state: 'USABLE',
      problem: null,
      currentAtMs: 497_100,
    });
  });

  it('is never newer than the instant at which it was asked', () => {
    const early = replica(0, { beatMs: 9_000_900 });
    expect(judgeReplica(PRIMARY, early, LIMITS).currentAtMs).toBe(500_100);
  });

  it('is usable up to the limit, and after an excess from half of it on', () => {
    const stateAt = (ageMs: number, wasBehind: boolean) =>
      judgeReplica(PRIMARY, replica(ageMs), { ...LIMITS, wasBehind }).state;
    expect([10_000, 10_001].map((ageMs) => stateAt(ageMs, false))).toEqual(['USABLE', 'BEHIND']);
    expect([5_000, 5_001].map((ageMs) => stateAt(ageMs, true))).toEqual(['USABLE', 'BEHIND']);
  });

  it.each([
    ['another warehouse', { origin: 'b' }, 'NOT_A_REPLICA'],
    ['another kind of server', { server: 'MySQL' }, 'NOT_A_REPLICA'],
    ['other migrations', { migrations: '2 up to B' }, 'OTHER_SCHEMA'],
    ['no heartbeat yet', { origin: null, beatMs: null }, 'BEHIND'],
  ])('with %s is not usable', (_, more, state) => {
    const reading = judgeReplica(PRIMARY, replica(0, more), LIMITS);
    expect(reading).toMatchObject({ state, currentAtMs: null, problem: expect.any(String) as string });
  });
});
