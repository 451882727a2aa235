import { jest } from '@jest/globals';
import { ImportOptionsError } from '../../src/modules/import/import.service.js';
import { RIDE_ID, PARK_ID } from '../support/archive-event.js';
import { DESTINATION_ID, emptyArchive, writeBytes, writeDay } from '../support/hand-made-archive.js';
import { ImportApp } from '../support/import-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { whileFetching } from '../support/while-fetching.js';

const OTHER_RIDE = '11111111-2222-4333-8444-555555555555';
const OTHER_PARK = '66666666-7777-4888-9999-aaaaaaaaaaaa';
/** Only makes rides and parks known. */
const BEFORE = '2024-05-01';

interface Live {
  at: string;
  wait: number | null;
  until?: string;
  rideId?: string;
}

const sqlTime = (iso: string): string => iso.replace('T', ' ').replace('Z', '');

describe('an import over live observations', () => {
  const folder = temporaryFolder('conflicts');
  let database: TestDatabase;
  let app: ImportApp;

  beforeEach(async () => {
    emptyArchive(folder.path);
    database = await createTestDatabase('conflicts');
    app = await ImportApp.start({
      connection: database.connectionOptions,
      settings: { ARCHIVE_SOURCE: folder.path, ARCHIVE_MAX_CARRY_FORWARD_MINUTES: '60', IMPORT_PREFETCH_FILES: '1' },
    });
    writeDay(folder.path, BEFORE, [
      { at: `${BEFORE}T16:00:00.000Z`, wait: 5 },
      { at: `${BEFORE}T16:00:00.000Z`, wait: 5, rideId: OTHER_RIDE, parkId: OTHER_PARK },
    ]);
    await app.import(DESTINATION_ID);
    await app.query('DELETE FROM invalidated_park_days');
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
    await database.drop();
  });
  afterAll(() => folder.remove());

  /** What the collector would have stored. */
  async function storeLive(rows: readonly Live[]): Promise<void> {
    const columns = 'ride_id, recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source';
    const snapshot = `(${columns}) SELECT ride_id, ?, 'OPERATING', ?, ?, '2024-05-01 00:00:00', 'LIVE'
      FROM rides WHERE themeparks_wiki_id = ?`;
    for (const { at, wait, until, rideId = RIDE_ID } of rows) {
      const values = [sqlTime(at), wait, until === undefined ? null : sqlTime(until), rideId];
      await app.query(`INSERT INTO ride_status_snapshots ${snapshot}`, values);
      await app.query(`REPLACE INTO ride_current ${snapshot}`, values);
      await app.query(
        `INSERT INTO queue_data (ride_id, recorded_at, queue_type, wait_time_minutes, last_confirmed_at, data_source)
         SELECT ride_id, ?, 'SINGLE_RIDER', ?, ?, 'LIVE' FROM rides WHERE themeparks_wiki_id = ?`,
        values,
      );
    }
  }

  const withSingleRider = (at: string, wait: number, rideId?: string) => ({
    at,
    wait,
    queues: { SINGLE_RIDER: { waitTime: wait } },
    ...(rideId === undefined ? {} : { rideId }),
  });

  /** `time wait source until`, in order, without the day that made the ride known. */
  async function rowsOf(
    table: 'ride_status_snapshots' | 'queue_data' | 'ride_current',
    rideId = RIDE_ID,
  ): Promise<string[]> {
    const wait = table === 'queue_data' ? 'wait_time_minutes' : 'wait_time';
    const rows = await app.query<{ line: string }>(
      `SELECT CONCAT_WS(' ', DATE_FORMAT(t.recorded_at, '%d %H:%i'), COALESCE(t.${wait}, 'null'), t.data_source,
              COALESCE(DATE_FORMAT(t.last_confirmed_at, 'until %H:%i'), '-')) AS line
         FROM ${table} t JOIN rides r ON r.ride_id = t.ride_id
        WHERE r.themeparks_wiki_id = ? AND t.recorded_at >= '2024-05-02' ORDER BY t.recorded_at`,
      [rideId],
    );
    return rows.map(({ line }) => line);
  }

  async function invalidatedDays(): Promise<string[]> {
    const rows = await app.query<{ day: string }>(
      `SELECT CONCAT(IF(p.themeparks_wiki_id = '${PARK_ID}', 'park ', 'other '), DATE_FORMAT(d.local_date, '%m-%d')) AS day
         FROM invalidated_park_days d JOIN parks p ON p.park_id = d.park_id ORDER BY 1`,
    );
    return rows.map(({ day }) => day);
  }

  async function expectCurrentIsNewest(): Promise<void> {
    const columns = 'recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source';
    const current = await app.query(`SELECT ride_id, ${columns} FROM ride_current ORDER BY ride_id`);
    const newest = await app.query(
      `SELECT s.ride_id, ${columns} FROM ride_status_snapshots s
        WHERE s.recorded_at = (SELECT MAX(n.recorded_at) FROM ride_status_snapshots n WHERE n.ride_id = s.ride_id)
        ORDER BY s.ride_id`,
    );
    expect(current).toEqual(newest);
  }

  describe('at the same instants', () => {
    const live = [
      { at: '2024-05-02T16:00:00.000Z', wait: 10, until: '2024-05-02T16:10:00.000Z' },
      { at: '2024-05-02T16:15:00.000Z', wait: 20, until: '2024-05-02T16:20:00.000Z' },
      { at: '2024-05-02T16:30:00.000Z', wait: 30, until: '2024-05-02T16:35:00.000Z' },
    ];
    const archive = [
      withSingleRider('2024-05-02T16:00:00.000Z', 10),
      withSingleRider('2024-05-02T16:15:00.000Z', 25),
      withSingleRider('2024-05-02T16:29:59.999Z', 28),
    ];

    beforeEach(async () => {
      writeDay(folder.path, '2024-05-02', archive);
      await storeLive(live);
    });

    it('takes their place; an equal value stays confirmed as long as it was, other instants stay', async () => {
      const { record } = await app.import(DESTINATION_ID, { startDate: '2024-05-02', onConflict: 'archive' });
      expect(record).toMatchObject({ read: 3, stored: 3, duplicate: 0, rejected: 0, liveRowsRemoved: 0 });
      const expected = ['02 16:00 10 ARCHIVE until 16:10', '02 16:15 25 ARCHIVE -', '02 16:29 28 ARCHIVE -', '02 16:30 30 LIVE until 16:35']; // prettier-ignore
      expect(await rowsOf('ride_status_snapshots')).toEqual(expected);
      expect(await rowsOf('queue_data')).toEqual(expected);
      expect(await rowsOf('ride_current')).toEqual(['02 16:30 30 LIVE until 16:35']);
      await expectCurrentIsNewest();
      expect(await app.import(DESTINATION_ID, { startDate: '2024-05-02' })).toMatchObject({
        record: { stored: 0, duplicate: 3 },
      });
    });

    it('leaves them, where live observations are to be kept, and adds the other instants', async () => {
      const { record } = await app.import(DESTINATION_ID, { startDate: '2024-05-02', onConflict: 'live' });
      expect(record).toMatchObject({ read: 3, stored: 1, duplicate: 2, rejected: 0, queueRowsStored: 1 });
      const expected = ['02 16:00 10 LIVE until 16:10', '02 16:15 20 LIVE until 16:20', '02 16:29 28 ARCHIVE -', '02 16:30 30 LIVE until 16:35']; // prettier-ignore
      expect(await rowsOf('ride_status_snapshots')).toEqual(expected);
      expect(await rowsOf('queue_data')).toEqual(expected);
      await expectCurrentIsNewest();
    });
  });

  describe('keeps the current state equal to the newest stored observation', () => {
    const newest = { at: '2024-05-02T16:30:00.000Z', wait: 30, until: '2024-05-02T16:35:00.000Z' };

    it.each([
      ['an equal value of its instant', 'archive', 30, '02 16:30 30 ARCHIVE until 16:35'],
      ['another value of its instant', 'archive', 35, '02 16:30 35 ARCHIVE -'],
      ['another value of its instant that is refused', 'live', 35, '02 16:30 30 LIVE until 16:35'],
    ] as const)('after %s (onConflict=%s)', async (_, onConflict, wait, expected) => {
      await storeLive([newest]);
      writeDay(folder.path, '2024-05-02', [
        withSingleRider('2024-05-02T12:00:00.000Z', 12),
        withSingleRider(newest.at, wait),
      ]);
      await app.import(DESTINATION_ID, { startDate: '2024-05-02', onConflict });
      expect(await rowsOf('ride_current')).toEqual([expected]);
      await expectCurrentIsNewest();
    });
  });

  describe('asked to replace live observations', () => {
    /** Local days of New York (UTC-4): each overlaps two files. */
    const live = [
      { at: '2024-05-02T03:59:59.000Z', wait: 1 },
      { at: '2024-05-02T04:00:00.000Z', wait: 2 },
      { at: '2024-05-03T03:59:59.000Z', wait: 3 },
      { at: '2024-05-03T04:00:00.000Z', wait: 4 },
      { at: '2024-05-04T03:59:59.000Z', wait: 5 },
      { at: '2024-05-04T04:00:00.000Z', wait: 6 },
      { at: '2024-05-05T03:59:59.000Z', wait: 7 },
    ];
    const day = (date: string) => writeDay(folder.path, date, [{ at: `${date}T16:00:00.000Z`, wait: 50 }]);
    const range = { startDate: '2024-05-02', endDate: '2024-05-04' };
    const waitsLeft = async () => {
      const rows = await app.query<{ wait: number }>(
        `SELECT s.wait_time AS wait FROM ride_status_snapshots s WHERE s.data_source = 'LIVE' ORDER BY s.recorded_at, s.ride_id`,
      );
      return rows.map(({ wait }) => wait);
    };

    it('refuses to keep them at the same time: an instant of both would have no row left', async () => {
      const contradiction = { onConflict: 'live', replaceLive: true } as const;
      await expect(app.start(DESTINATION_ID, contradiction)).rejects.toThrow(ImportOptionsError);
    });

    it('removes none without that, whatever it imports', async () => {
      ['2024-05-02', '2024-05-03', '2024-05-04'].forEach(day);
      await storeLive(live);
      const { record } = await app.import(DESTINATION_ID, range);
      expect(record.liveRowsRemoved).toBe(0);
      expect(await waitsLeft()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it('removes them from the local days that it read in whole, and counts them', async () => {
      ['2024-05-02', '2024-05-03', '2024-05-04'].forEach(day);
      await storeLive([...live, { at: '2024-05-03T18:00:00.000Z', wait: 9, rideId: OTHER_RIDE }]);
      const { record } = await app.import(DESTINATION_ID, { ...range, replaceLive: true });
      expect(record).toMatchObject({ read: 3, stored: 3, liveRowsRemoved: 4 });
      // Local 1 May and 4 May are read in part; of the other park the archive says nothing.
      expect(await waitsLeft()).toEqual([1, 9, 6, 7]);
      expect(await app.query(`SELECT 1 FROM queue_data WHERE data_source = 'LIVE'`)).toHaveLength(4);
      await expectCurrentIsNewest();
    });

    it('keeps those next to a missing and an unreadable file', async () => {
      ['2024-05-02', '2024-05-04'].forEach(day);
      await storeLive(live);
      const missing = await app.import(DESTINATION_ID, { ...range, replaceLive: true });
      expect(missing.record.liveRowsRemoved).toBe(0);
      writeBytes(folder.path, '2024-05-03', Buffer.from('<html>'));
      const unreadable = await app.import(DESTINATION_ID, { ...range, replaceLive: true });
      expect(unreadable.record).toMatchObject({ filesDone: 3, errorsEncountered: 1, liveRowsRemoved: 0 });
      expect(await waitsLeft()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    it('removes the same after a pause, also where the park is not spoken of any more', async () => {
      ['2024-05-02', '2024-05-03'].forEach(day);
      writeDay(folder.path, '2024-05-04', [
        { at: '2024-05-04T16:00:00.000Z', wait: 5, rideId: OTHER_RIDE, parkId: OTHER_PARK },
      ]);
      await storeLive(live);
      const { importId } = await app.start(DESTINATION_ID, { ...range, replaceLive: true });
      whileFetching(app, 2, () => app.service.pause(importId));
      expect(await app.run(importId)).toMatchObject({ result: 'paused', record: { filesDone: 2 } });
      const { record, result } = await app.resume(importId);
      expect([result, record.filesDone, record.liveRowsRemoved]).toEqual(['completed', 3, 4]);
      expect(await waitsLeft()).toEqual([1, 6, 7]);
    });

    it('keeps a live row that was still confirmed on a later day', async () => {
      day('2024-05-02');
      writeDay(folder.path, '2024-05-03', [{ at: '2024-05-03T01:00:00.000Z', wait: 50 }]);
      await storeLive([{ at: '2024-05-02T18:00:00.000Z', wait: 8, until: '2024-05-03T12:00:00.000Z' }]);
      const range = { startDate: '2024-05-02', endDate: '2024-05-03' };
      const { record } = await app.import(DESTINATION_ID, { ...range, replaceLive: true });
      expect(record.liveRowsRemoved).toBe(0);
      expect(await rowsOf('ride_status_snapshots')).toContain('02 18:00 8 LIVE until 12:00');
    });

    it('invalidates the day and the one into which a removed value was carried forward', async () => {
      day('2024-05-02');
      writeDay(folder.path, '2024-05-03', [{ at: '2024-05-03T01:00:00.000Z', wait: 50 }]);
      await storeLive([{ at: '2024-05-03T03:59:59.000Z', wait: 3 }]);
      await app.import(DESTINATION_ID, { startDate: '2024-05-02', endDate: '2024-05-03', replaceLive: true });
      expect(await invalidatedDays()).toEqual(['park 05-02', 'park 05-03']);
    });

    it('brings the current state back to the newest observation that is left', async () => {
      day('2024-05-02');
      await storeLive([
        { at: '2024-05-02T18:00:00.000Z', wait: 8 },
        { at: '2024-05-02T20:00:00.000Z', wait: 9 },
      ]);
      writeDay(folder.path, '2024-05-03', [
        { at: '2024-05-03T02:00:00.000Z', wait: 44, rideId: OTHER_RIDE, parkId: OTHER_PARK },
      ]);
      await app.import(DESTINATION_ID, { startDate: '2024-05-02', endDate: '2024-05-03', replaceLive: true });
      expect(await rowsOf('ride_current')).toEqual(['02 16:00 50 ARCHIVE -']);
      await expectCurrentIsNewest();
    });
  });
});

describe('the local days that an observation touches are marked', () => {
  const folder = temporaryFolder('dirty-days');
  let database: TestDatabase;
  let app: ImportApp;

  /**
   * A value is carried forward for an hour here. What is posted at its end is news or not because of it, for two hours more.
   * Clocks of Adelaide go back on 7 April 2024 at 16:30Z of the 6th, of New York forth on 10 March, back on 3 November.
   */
  const CASES = [
    ['Asia/Tokyo', '2024-03-09T11:59:59.999Z', ['2024-03-09']],
    ['Asia/Tokyo', '2024-03-09T12:00:00.000Z', ['2024-03-09', '2024-03-10']],
    ['Asia/Tokyo', '2024-03-09T15:00:00.000Z', ['2024-03-10']],
    ['Australia/Adelaide', '2024-04-06T13:29:59.999Z', ['2024-04-06', '2024-04-07']],
    ['Australia/Adelaide', '2024-04-06T13:30:00.000Z', ['2024-04-07']],
    ['Australia/Adelaide', '2024-04-07T11:29:59.999Z', ['2024-04-07']],
    ['Australia/Adelaide', '2024-04-07T11:30:00.000Z', ['2024-04-07', '2024-04-08']],
    ['Australia/Adelaide', '2024-04-07T14:30:00.000Z', ['2024-04-08']],
    ['America/New_York', '2024-03-10T04:59:59.999Z', ['2024-03-09', '2024-03-10']],
    ['America/New_York', '2024-03-11T00:59:59.999Z', ['2024-03-10']],
    ['America/New_York', '2024-03-11T01:00:00.000Z', ['2024-03-10', '2024-03-11']],
    ['America/New_York', '2024-03-11T04:00:00.000Z', ['2024-03-11']],
    ['America/New_York', '2024-11-03T03:59:59.999Z', ['2024-11-02', '2024-11-03']],
    ['America/New_York', '2024-11-04T01:59:59.999Z', ['2024-11-03']],
    ['America/New_York', '2024-11-04T02:00:00.000Z', ['2024-11-03', '2024-11-04']],
    ['America/New_York', '2024-11-04T05:00:00.000Z', ['2024-11-04']],
  ] as const;
  const uuid = (kind: number, index: number): string =>
    `${String(index).padStart(8, '0')}-0000-4000-8000-00000000000${kind}`;

  beforeAll(async () => {
    database = await createTestDatabase('invalidated_days');
    app = await ImportApp.start({
      connection: database.connectionOptions,
      settings: { ARCHIVE_SOURCE: folder.path, ARCHIVE_MAX_CARRY_FORWARD_MINUTES: '60' },
    });
    const days = [...new Set(CASES.map(([, at]) => at.slice(0, 10)))];
    for (const utcDay of days) {
      const events = CASES.flatMap(([timezone, at], index) =>
        at.startsWith(utcDay) ? [{ at, wait: 5, timezone, rideId: uuid(1, index), parkId: uuid(2, index) }] : [],
      );
      writeDay(folder.path, utcDay, events);
    }
    await app.import(DESTINATION_ID);
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
    folder.remove();
  });

  it.each(CASES.map(([zone, at, days], index) => ({ zone, at, days, index })))(
    'in $zone, three hours after $at too: $days',
    async ({ days, index }) => {
      const rows = await app.query<{ day: string }>(
        `SELECT DATE_FORMAT(d.local_date, '%Y-%m-%d') AS day FROM invalidated_park_days d
           JOIN parks p ON p.park_id = d.park_id WHERE p.themeparks_wiki_id = ? ORDER BY 1`,
        [uuid(2, index)],
      );
      expect(rows.map(({ day }) => day)).toEqual(days);
    },
  );
});
