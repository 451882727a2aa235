import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { SettableClock } from '../support/collector-app.js';
import { ImportApp } from '../support/import-app.js';
import { type RealArchive, findRealArchive } from '../support/real-archive.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';
import { type FoundRow, QualityApp } from './quality-app.js';

interface Event {
  name: string;
  eventTime: string;
  localTime: string;
  data: { status: string };
}

interface Interval {
  ride: string;
  startMs: number;
  endMs: number;
}

/** A complete import of real data, on a possibly busy machine. */
jest.setTimeout(300_000);

const HOUR_MS = 3_600_000;
/** In this archive, no park day lasts beyond 06:00 local time. */
const MORNING_MS = 6 * HOUR_MS;

const archive = findRealArchive();

/** Intervals of over an hour without data of each ride within one park day, read without any code of the program. */
function readDataGaps({ folder, manifest }: RealArchive): { inDay: Interval[]; overNight: number } {
  const byRide = new Map<string, { ms: number; parkDay: number }[]>();
  for (const { path } of manifest) {
    const content = JSON.parse(inflateSync(readFileSync(join(folder, path))).toString()) as
      Event[] | { events: Event[] };
    for (const { name, eventTime, localTime } of Array.isArray(content) ? content : content.events) {
      const localMs = Date.parse(`${localTime.slice(0, 19)}Z`);
      const times = byRide.get(name) ?? [];
      times.push({ ms: Date.parse(eventTime), parkDay: Math.floor((localMs - MORNING_MS) / (24 * HOUR_MS)) });
      byRide.set(name, times);
    }
  }
  const inDay: Interval[] = [];
  let overNight = 0;
  for (const [ride, times] of byRide) {
    times.sort((a, b) => a.ms - b.ms);
    for (const [index, { ms: endMs, parkDay }] of times.entries()) {
      const before = times[index - 1];
      if (before === undefined || endMs - before.ms <= HOUR_MS) continue;
      if (before.parkDay === parkDay) inDay.push({ ride, startMs: before.ms, endMs });
      else overNight++;
    }
  }
  return { inDay, overNight };
}

function describeReal(proofs: (real: RealArchive) => void): void {
  if (archive !== null) return describe('the quality of the real archive', () => proofs(archive));
  describe('the quality of the real archive', () =>
    it('is not available on this machine', () => expect(archive).toBeNull()));
}

describeReal((real) => {
  const clock = new SettableClock(Date.parse('2019-06-01T00:00:00Z'));
  const range = { fromMs: Date.parse('2018-10-01T00:00:00Z'), toMs: Date.parse('2019-04-01T12:00:00Z') };
  let database: TestDatabase;
  let app: QualityApp;
  let gaps: FoundRow[];
  let rides: Map<string, number>;
  const { inDay, overNight } = readDataGaps(real);

  beforeAll(async () => {
    database = await createTestDatabase('real_quality');
    const connection = database.connectionOptions;
    const importing = await ImportApp.start({ connection, settings: { ARCHIVE_SOURCE: real.folder } });
    await importing.import(real.destinationId);
    await importing.close();
    app = await QualityApp.start({ connection, clock });
    await app.checks.check(range);
    gaps = await app.found("issue_type = 'GAP'");
    const rows = await app.query<{ rideId: number; name: string }>('SELECT ride_id AS rideId, name FROM rides');
    rides = new Map(rows.map(({ rideId, name }) => [name, rideId]));
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  /** The finding about an interval without data of a ride: its own, or one of its park that lists the ride. */
  const findingOf = ({ ride, startMs, endMs }: Interval): FoundRow | undefined =>
    gaps.find(({ entityType, entityId, start, end, sample }) => {
      const [from, to] = [start!.getTime(), end!.getTime()];
      if (entityType === 'RIDE') return entityId === rides.get(ride) && from === startMs && to === endMs;
      const { rideNames } = sample as { rideNames: string[] };
      return rideNames.includes(ride) && from >= startMs && to <= endMs;
    });

  it('reports each of the 33 intervals of over an hour without data inside park days, up to 255 minutes', () => {
    expect(inDay).toHaveLength(33);
    expect(Math.max(...inDay.map(({ startMs, endMs }) => endMs - startMs))).toBe(255.25 * 60_000);
    expect(inDay.filter((interval) => findingOf(interval) === undefined)).toEqual([]);
  });

  it('reports them as 8 gaps of whole parks and 5 of single rides, and none of 2,548 nights', () => {
    expect(overNight).toBe(2_548);
    const speaking = new Set(inDay.map(findingOf));
    expect([...speaking].map((row) => row!.entityType).sort()).toEqual([
      ...Array<string>(8).fill('PARK'),
      ...Array<string>(5).fill('RIDE'),
    ]);
    // Twice, two rides have no data from the afternoon until the next morning, while their park reported for hours.
    // Without published hours, the park is in use until its rides are observed CLOSED, not until they last operated.
    const others = gaps.filter((gap) => !speaking.has(gap));
    expect(
      others.map(({ start, end, sample }) => [start, end, (sample as { missingMinutes: number }).missingMinutes]),
    ).toEqual([
      [new Date('2019-02-25T20:52:09Z'), new Date('2019-02-26T14:03:59Z'), 284],
      [new Date('2019-02-25T21:06:52Z'), new Date('2019-02-26T15:02:57Z'), 328],
      [new Date('2019-02-26T22:37:43Z'), new Date('2019-02-27T14:45:00Z'), 436],
      [new Date('2019-02-26T22:50:16Z'), new Date('2019-02-27T14:08:52Z'), 388],
    ]);
  });

  it('reports the ride closed all day, the placeholders, the long waits and the conflicts, and no frozen ride', async () => {
    const others = await app.found("issue_type <> 'GAP'");
    const affected = (reason: string) =>
      others.filter((row) => row.reason === reason).reduce((sum, row) => sum + row.affected, 0);
    const [closed] = others.filter(({ reason }) => reason === 'CLOSED_ALL_DAY');
    expect([closed!.entityId, closed!.start]).toEqual([
      rides.get('Expedition Everest - Legend of the Forbidden Mountain'),
      new Date('2019-03-30T08:00:00Z'),
    ]);
    expect({
      closedDays: affected('CLOSED_ALL_DAY'),
      placeholders: affected('IMPLAUSIBLE_WAIT'),
      longWaits: affected('WAIT_OUT_OF_RANGE'),
      sameInstant: affected('SAME_INSTANT_CONFLICT'),
      frozen: affected('FROZEN_WAIT') + affected('FROZEN_PARK'),
    }).toEqual({ closedDays: 1, placeholders: 3, longWaits: 27, sameInstant: 5, frozen: 0 });
  });

  it('is the same in a second check: findings are counted once more, and none is added or resolved', async () => {
    const before = await app.found();
    const report = await app.checks.check(range);
    const after = await app.found();
    expect(report.closed).toBe(0);
    expect(after.map(({ logId, status }) => [logId, status])).toEqual(
      before.map(({ logId, status }) => [logId, status]),
    );
  });
});
