import { type CollectionMetrics, collectionUptime } from './health-rules.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const SIX_HOURS_AGO = new Date('2026-04-15T10:00:00Z');
const PERIOD_MS = 300_000;

const uptime = (overrides: Partial<CollectionMetrics> = {}) =>
  collectionUptime(
    {
      firstRunAt: new Date('2026-01-01T00:00:00Z'),
      lastRunAt: NOW,
      runs: 72,
      polls: 288,
      failedPolls: 0,
      lastObservedAt: NOW,
      ...overrides,
    },
    SIX_HOURS_AGO,
    NOW,
    PERIOD_MS,
  );

describe('the uptime of the collection', () => {
  it('is 1 if every cycle ran and every destination responded', () => {
    expect(uptime()).toBe(1);
    expect(uptime({ runs: 73 })).toBe(1);
  });

  it('falls in proportion to failed polls and to cycles that never ran', () => {
    expect(uptime({ failedPolls: 72 })).toBe(0.75);
    expect(uptime({ runs: 36, polls: 144 })).toBe(0.5);
    expect(uptime({ runs: 36, polls: 144, failedPolls: 72 })).toBe(0.25);
    expect(uptime({ runs: 0, polls: 0 })).toBe(0);
  });

  it('ignores the time before the first cycle, and is unknown until six hours after it', () => {
    const since = (firstRunAt: string, runs: number) =>
      collectionUptime(
        { firstRunAt: new Date(firstRunAt), lastRunAt: NOW, runs, polls: runs, failedPolls: 0, lastObservedAt: NOW },
        new Date('2026-04-15T00:00:00Z'),
        NOW,
        PERIOD_MS,
      );
    expect(since('2026-04-15T08:00:00Z', 96)).toBe(1);
    expect(since('2026-04-15T10:00:01Z', 1)).toBeNull();
    expect(uptime({ firstRunAt: null, runs: 0, polls: 0 })).toBeNull();
  });
});
