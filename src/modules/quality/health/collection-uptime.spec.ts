import { type CollectionFigures, collectionUptime } from './collection-uptime.js';

const NOW = new Date('2026-04-15T16:00:00Z');
const HOUR_AGO = new Date('2026-04-15T15:00:00Z');
const PERIOD_MS = 300_000;

const uptime = (overrides: Partial<CollectionFigures> = {}) =>
  collectionUptime(
    {
      firstRunAt: new Date('2026-01-01T00:00:00Z'),
      runs: 12,
      polls: 48,
      failedPolls: 0,
      lastObservedAt: NOW,
      ...overrides,
    },
    HOUR_AGO,
    NOW,
    PERIOD_MS,
  );

describe('the uptime of the collection', () => {
  it('is whole when every cycle ran and every destination answered', () => {
    expect(uptime()).toBe(1);
    expect(uptime({ runs: 13 })).toBe(1);
  });

  it('falls with failed polls and with cycles that never ran, in proportion', () => {
    expect(uptime({ failedPolls: 12 })).toBe(0.75);
    expect(uptime({ runs: 6, polls: 24 })).toBe(0.5);
    expect(uptime({ runs: 6, polls: 24, failedPolls: 12 })).toBe(0.25);
    expect(uptime({ runs: 0, polls: 0 })).toBe(0);
  });

  it('expects nothing of the time before the first cycle, and is unknown without one', () => {
    expect(uptime({ firstRunAt: new Date('2026-04-15T15:30:00Z'), runs: 6, polls: 24 })).toBe(1);
    expect(uptime({ firstRunAt: null, runs: 0, polls: 0 })).toBeNull();
  });
});
