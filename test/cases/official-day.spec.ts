import { join } from 'node:path';
import { compare } from './replay/check-case.js';
import { readExpected } from './replay/expected.js';
import { readPath } from './replay/json-path.js';
import { readCase } from './replay/plan.js';
import { replayCase } from './replay/replay-case.js';
import { type HistoryRow, type Interval, sampleDay, type SampledDay } from './replay/sampled-day.js';

const DAY: Interval = { startMs: Date.parse('2026-09-26T04:00:00Z'), endMs: Date.parse('2026-09-27T04:00:00Z') };
/** From before the day, for the state at midnight, until after the last close. */
const RAW = '/api/rides/1/history?from=2026-09-26T03:50:00Z&to=2026-09-27T04:10:00Z&interval=raw&limit=1000';
const CALENDAR = '/api/analytics/calendar?parkId=1&year=2026';
const TIMEOUT_MS = 300_000;

interface ReplayedDay {
  /** Differences to expected.json. */
  problems: string[];
  sampled: SampledDay;
}

/** Samples the real day from responses of the HTTP API only: the raw history and the hours of use in the calendar. */
async function replayedDay(name: string): Promise<ReplayedDay> {
  const folder = join(import.meta.dirname, name);
  return await replayCase(readCase(folder), async (result) => {
    const { body: history } = await result.warehouse.request({ path: RAW });
    const { body: calendar } = await result.warehouse.request({ path: CALENDAR });
    const day = readPath(calendar, 'days[date=2026-09-26]') as { opensAt: string; closesAt: string };
    const hours = { startMs: Date.parse(day.opensAt), endMs: Date.parse(day.closesAt) };
    const problems = await compare(readExpected(folder), result);
    return { problems, sampled: sampleDay(historyRows(history), DAY, hours) };
  });
}

function historyRows(history: unknown): HistoryRow[] {
  const rows = readPath(history, 'data') as { recordedAt: string; status: string; waitMinutes: number | null }[];
  return rows.map(({ recordedAt, status, waitMinutes }) => ({ atMs: Date.parse(recordedAt), status, waitMinutes }));
}

describe('the published figures of a real day', () => {
  it(
    '00a: follow from our responses when every change was imported',
    async () => {
      const { problems, sampled } = await replayedDay('00a-oracle-day-archive');
      expect(problems).toEqual([]);
      expect(sampled).toEqual({
        operatingMinutes: 929,
        downMinutes: 0,
        unknownMinutes: 4,
        min: 5,
        p50: 40,
        mean: 37,
        p90: 55,
        max: 65,
        firstOperatingAt: '2026-09-26T11:30:53.000Z',
        lastClosedAt: '2026-09-27T03:01:04.000Z',
      });
    },
    TIMEOUT_MS,
  );

  it(
    '00b: follow as closely as five-minute polls allow when it was collected live',
    async () => {
      const { problems, sampled } = await replayedDay('00b-oracle-day-live');
      expect(problems).toEqual([]);
      expect(sampled).toEqual({
        operatingMinutes: 925,
        downMinutes: 0,
        // Observed OPERATING at 00:00 and at 23:00 local time, each until the next poll.
        unknownMinutes: 10,
        min: 5,
        p50: 40,
        mean: 37,
        p90: 55,
        max: 65,
        firstOperatingAt: '2026-09-26T11:35:00.000Z',
        lastClosedAt: '2026-09-27T03:05:00.000Z',
      });
    },
    TIMEOUT_MS,
  );
});
