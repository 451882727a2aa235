import type { EntityManager } from 'typeorm';
import type { ObservationWriter } from '../../snapshots/writing/observation-writer.js';
import { LiveReplacer } from './live-replacer.js';

const MANAGER = {} as EntityManager;

interface ReplacerSetting {
  timezone?: string | null;
  dayStartMinutes?: number;
  doneDays?: string[];
}

/** A replacer with a writer that only records the cleared windows, with 10 rows each, and the invalidated days. */
function replacer({ timezone = 'America/New_York', dayStartMinutes = 0, doneDays = [] }: ReplacerSetting = {}) {
  const cleared: string[] = [];
  const writer: Pick<ObservationWriter, 'removeLive'> = {
    removeLive: (_manager, rideIds, { startMs, endMs }, invalidatedDays) => {
      const [from, until] = [startMs, endMs].map((ms) => new Date(ms).toISOString().slice(0, 16));
      const invalidated = invalidatedDays.map((day) => `${day.parkId}/${day.localDate}`).join(' ');
      cleared.push(`${rideIds.join()}: ${from}…${until} invalidates ${invalidated}`);
      return Promise.resolve(10);
    },
  };
  const places = {
    findParks: () => Promise.resolve([{ parkId: 1, timezone }]),
    findRideIds: (_manager: EntityManager, parkId: number) => Promise.resolve([parkId * 10 + 1, parkId * 10 + 2]),
  };
  const target = new LiveReplacer(writer as ObservationWriter, places, dayStartMinutes, doneDays);
  return { cleared, replace: (utcDay: string) => target.replace(MANAGER, utcDay, 0) };
}

describe('replacing LIVE rows in an import', () => {
  it('clears a local day only once every file that it overlaps has been read', async () => {
    const { cleared, replace } = replacer();
    expect(await replace('2024-07-01')).toBe(0);
    expect(cleared).toEqual([]);
    expect(await replace('2024-07-02')).toBe(10);
    expect(await replace('2024-07-03')).toBe(10);
    expect(cleared).toEqual([
      '11,12: 2024-07-01T04:00…2024-07-02T04:00 invalidates 1/2024-07-01 1/2024-07-02',
      '11,12: 2024-07-02T04:00…2024-07-03T04:00 invalidates 1/2024-07-02 1/2024-07-03',
    ]);
  });

  it('keeps the days next to a missing file', async () => {
    const { cleared, replace } = replacer();
    for (const day of ['2024-07-01', '2024-07-03', '2024-07-05']) await replace(day);
    expect(cleared).toEqual([]);
  });

  it('counts files that were read before a pause', async () => {
    const { cleared, replace } = replacer({ doneDays: ['2024-07-01', '2024-07-03'] });
    expect(await replace('2024-07-02')).toBe(20);
    expect(cleared).toHaveLength(2);
  });

  it('keeps the rows of a park without a known time zone', async () => {
    const { cleared, replace } = replacer({ timezone: null, doneDays: ['2024-06-30', '2024-07-02'] });
    expect(await replace('2024-07-01')).toBe(0);
    expect(cleared).toEqual([]);
  });

  it('needs the file of the previous day in eastern time zones', async () => {
    const { cleared, replace } = replacer({ timezone: 'Asia/Tokyo', doneDays: ['2024-07-01'] });
    await replace('2024-07-02');
    expect(cleared).toEqual(['11,12: 2024-07-01T15:00…2024-07-02T15:00 invalidates 1/2024-07-02 1/2024-07-03']);
  });

  it('does not skip a short day within one file', async () => {
    // The day starts at 00:30 UTC and, with the clocks put forward, ends at 23:30 UTC.
    const { cleared, replace } = replacer({ timezone: 'Europe/Paris', dayStartMinutes: 90 });
    await replace('2024-03-31');
    expect(cleared).toEqual(['11,12: 2024-03-31T00:30…2024-03-31T23:30 invalidates 1/2024-03-31 1/2024-04-01']);
  });
});
