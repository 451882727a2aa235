import { isDeepStrictEqual } from 'node:util';
import { QUEUE_TYPES } from '../../src/modules/snapshots/observations.js';
import { type CollectedDays, CYCLE_MS, collectDays, lostRows, snapshotRows } from '../support/collected-days.js';
import { shownTimeline, storedTimeline } from '../support/live-timeline.js';

/** A week in which a month ends, and in which the clocks of America go back (1 November 2026). */
const START_MS = Date.parse('2026-10-28T09:00:00.250Z');
const CYCLES = 7 * 288;

describe('a week of live collection', () => {
  let week: CollectedDays | undefined;
  afterAll(() => week?.close());

  it('can be restored from the tables in every field, and adds rows only for changes', async () => {
    const startedMs = performance.now();
    week = await collectDays({
      label: 'live_week',
      startMs: START_MS,
      cycles: CYCLES,
      seed: 11,
      ridesPerDestination: 14,
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const { app, shown, destinationId, rowsWritten, rowsExtended, atHalf } = week;
    const expected = shownTimeline(shown);
    const stored = await storedTimeline(app, destinationId);
    const differing = expected.filter((entry, index) => !isDeepStrictEqual(entry, stored[index]));
    const queues = shown.flatMap((observation) => observation.queues);
    const lost = lostRows(atHalf, await snapshotRows(app));
    const rows = await rowCounts(week);
    const metrics = {
      'cycles, five minutes apart': CYCLES,
      'from, to': `${new Date(START_MS).toISOString()} to ${new Date(START_MS + (CYCLES - 1) * CYCLE_MS).toISOString()}`,
      'observations shown': shown.length,
      'queue observations shown': queues.length,
      'observations rebuilt': stored.length,
      'of them different from what was shown': differing.length,
      'rows changed or lost since the first half': lost.length,
      ...rows,
      'rows written, details included': rowsWritten,
      'extensions of rows': rowsExtended,
      'observations per snapshot row': Number((shown.length / rows['snapshot rows']).toFixed(1)),
      'seconds to collect': Number(seconds.toFixed(1)),
    };
    console.table(metrics);
    expect(new Set([...queues.map(({ queueType }) => queueType), 'STANDBY'])).toEqual(new Set(QUEUE_TYPES));
    expect(stored).toHaveLength(expected.length);
    expect(differing.slice(0, 3)).toEqual([]);
    expect(lost).toEqual([]);
  });
});

async function rowCounts({ app }: CollectedDays) {
  const count = async (table: string) =>
    Number((await app.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]!.n);
  return {
    'snapshot rows': await count('ride_status_snapshots'),
    'queue rows': await count('queue_data'),
    'detail rows': await count('entity_live_details'),
  };
}
