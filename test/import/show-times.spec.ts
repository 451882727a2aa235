import { ShowTimesService } from '../../src/modules/snapshots/show-times/show-times.service.js';
import { DESTINATION_ID, emptyArchive, writeDay, type Reported } from '../support/hand-made-archive.js';
import { HistoryWarehouse } from '../support/history-warehouse.js';
import { ImportApp } from '../support/import-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface Stored {
  since: string;
  until: string;
  source: string;
  list: string;
}

const SELECT = `SELECT DATE_FORMAT(observed_from, '%H:%i') AS since, DATE_FORMAT(last_confirmed_at, '%H:%i') AS until,
  data_source AS source, show_times AS list FROM imported_show_times ORDER BY ride_id, observed_from`;

describe('show times of archive files', () => {
  const folder = temporaryFolder('show_times');
  const DAY = '2024-05-10';
  let database: TestDatabase;
  let app: ImportApp;

  beforeEach(async () => {
    emptyArchive(folder.path);
    database = await createTestDatabase('show_times');
    app = await ImportApp.start({ connection: database.connectionOptions, settings: { ARCHIVE_SOURCE: folder.path } });
  });
  afterEach(async () => {
    await app.close();
    await database.drop();
  });
  afterAll(() => folder.remove());

  const performance = (hour: number) => ({ type: 'Show', startTime: `${DAY}T${hour}:00:00-04:00`, name: '“Finale”' });
  const event = (hour: number, showtimes?: unknown): Reported => {
    return { at: `${DAY}T${hour}:00:00.000Z`, wait: null, ...(showtimes === undefined ? {} : { showtimes }) };
  };
  const stored = async () => {
    const rows = await app.query<Stored>(SELECT);
    return rows.map(({ since, until, source, list }) => {
      const starts = (JSON.parse(list) as { startTime: string }[]).map(({ startTime }) =>
        Number(startTime.slice(11, 13)),
      );
      return [since, until, source, starts];
    });
  };
  const importAll = async () => {
    const { record } = await app.import(DESTINATION_ID);
    expect(record.read).toBe(record.stored + record.duplicate + record.rejected);
    return record;
  };

  it('are stored as lists, from their first event to the last one with the same list', async () => {
    const both = [performance(11), performance(15)];
    writeDay(folder.path, DAY, [
      event(10, both),
      event(12, both),
      event(13),
      event(16, [performance(15)]),
      event(18, []),
    ]);
    expect(await importAll()).toMatchObject({ read: 5, stored: 5 });
    expect(await stored()).toEqual([
      ['10:00', '12:00', 'ARCHIVE', [11, 15]],
      ['16:00', '16:00', 'ARCHIVE', [15]],
      ['18:00', '18:00', 'ARCHIVE', []],
    ]);
    const [row] = await app.query<Stored>(SELECT);
    expect(row!.list).toContain('“Finale”');
  });

  it('are none if the lists of an attraction are always empty, or not readable', async () => {
    writeDay(folder.path, DAY, [event(10, []), event(11, 'noon'), event(12, null)]);
    await importAll();
    expect(await stored()).toEqual([]);
  });

  it('do not change if the file is imported again, and are replaced if the file has changed', async () => {
    writeDay(folder.path, DAY, [event(10, [performance(11)]), event(12, [performance(11)])]);
    await importAll();
    const first = await stored();
    await app.import(DESTINATION_ID, { reread: true });
    expect(await stored()).toEqual(first);
    writeDay(folder.path, DAY, [event(10, [performance(14)]), event(12, [performance(14)])]);
    await importAll();
    expect(await stored()).toEqual([['10:00', '12:00', 'ARCHIVE', [14]]]);
  });

  it('that contradict those of another file of the same instant stay, and are a finding', async () => {
    writeDay(folder.path, DAY, [event(10, [performance(11)])]);
    writeDay(folder.path, '2024-05-11', [event(10, [performance(14)])]);
    await importAll();
    expect(await stored()).toEqual([['10:00', '10:00', 'ARCHIVE', [11]]]);
    const findings = await app.query<{ records: number; description: string }>(
      "SELECT records_affected AS records, description FROM data_quality_log WHERE reason = 'STORED_VALUE_CONFLICT'",
    );
    expect(findings).toMatchObject([{ records: 1, description: expect.stringContaining('data.showtimes') as string }]);
  });
});

describe('show times of the History API', () => {
  const NOON_MS = Date.UTC(2026, 6, 20, 16);
  let warehouse: HistoryWarehouse;

  beforeEach(async () => {
    warehouse = await HistoryWarehouse.open({ label: 'history_show_times', nowMs: NOON_MS, rides: 24 });
  });
  afterEach(() => warehouse.close());

  const stored = () =>
    warehouse.app.query<Stored & { rideId: number }>(SELECT.replace('SELECT', 'SELECT ride_id AS rideId,'));
  const importDay = async (day: string) => {
    const { record } = await warehouse.app.import(warehouse.parkId, day, day);
    expect(record).toMatchObject({ status: 'COMPLETED', rejected: 0 });
    expect(record.read).toBe(record.stored + record.duplicate);
    return record;
  };

  it('are stored from one change to the next, and a second import stores nothing', async () => {
    await importDay('2026-07-16');
    const lists = await stored();
    expect(lists.length).toBeGreaterThan(3);
    expect(new Set(lists.map(({ source }) => source))).toEqual(new Set(['HISTORY_API']));
    expect(await importDay('2026-07-16')).toMatchObject({ stored: 0 });
    expect(await stored()).toEqual(lists);
  });

  it('complete an older import that did not store them, and count as stored', async () => {
    const { read } = await importDay('2026-07-16');
    const lists = await stored();
    await warehouse.app.query('DELETE FROM imported_show_times');
    const again = await importDay('2026-07-16');
    expect(again).toMatchObject({ read });
    expect(again.stored).toBe(lists.length);
    expect(await stored()).toEqual(lists);
  });

  it('are not stored where polls saw the show, and one that differs is a conflict of the park-day', async () => {
    await importDay('2026-07-16');
    const { rideId } = (await stored())[0]!;
    const ofRide = async () => (await stored()).filter((list) => list.rideId === rideId);
    await warehouse.app.query('DELETE FROM imported_show_times');
    await warehouse.app.query(
      `INSERT INTO entity_live_details (ride_id, detail_type, observed_from, last_confirmed_at, detail)
       VALUES (?, 'SHOWTIMES', '2026-07-14 00:00:00', '2026-07-18 00:00:00', '[{"startTime":"2026-07-16T03:00:00Z"}]')`,
      [rideId],
    );
    // A poll stores the state of the show, too.
    await warehouse.app.query('DELETE FROM ride_status_snapshots WHERE ride_id = ?', [rideId]);
    await warehouse.app.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (?, '2026-07-14 00:00:00', 'OPERATING', NULL, '2026-07-18 00:00:00', 'LIVE')`,
      [rideId],
    );
    await importDay('2026-07-16');
    expect(await ofRide()).toEqual([]);
    expect((await stored()).length).toBeGreaterThan(0);
    const findings = await warehouse.app.query<{ description: string; sample: unknown }>(
      "SELECT description, sample FROM data_quality_log WHERE reason = 'STORED_VALUE_CONFLICT'",
    );
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings[0])).toContain('polled 2026-07-16T03:00');
  });

  it('are read together with those of polls, in time order', async () => {
    await importDay('2026-07-16');
    const { rideId } = (await stored())[0]!;
    await warehouse.app.query(
      `INSERT INTO entity_live_details (ride_id, detail_type, observed_from, last_confirmed_at, detail)
       VALUES (?, 'SHOWTIMES', '2026-07-16 12:00:00', '2026-07-16 13:00:00', '[]')`,
      [rideId],
    );
    const window = [Date.UTC(2026, 6, 15), Date.UTC(2026, 6, 18)] as const;
    const reported = await warehouse.app.get(ShowTimesService).reported([rideId], ...window);
    expect(reported.map(({ dataSource }) => dataSource)).toEqual(expect.arrayContaining(['LIVE', 'HISTORY_API']));
    expect(reported.map(({ fromMs }) => fromMs)).toEqual(reported.map(({ fromMs }) => fromMs).sort((a, b) => a - b));
  });
});
