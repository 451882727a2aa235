import { archiveEvent, PARK_ID, RIDE_ID, zlibFile } from '../support/archive-event.js';
import { DESTINATION_ID, emptyArchive, writeBytes, writeDay } from '../support/hand-made-archive.js';
import { DEFAULT_OPTIONS, ImportApp, type Imported, WHOLE_RANGE } from '../support/import-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const OTHER_RIDE = '11111111-2222-4333-8444-555555555555';
const NEW_RIDE = '22222222-2222-4333-8444-555555555555';
const OTHER_PARK = '66666666-7777-4888-9999-aaaaaaaaaaaa';
const DAY = '2024-05-01';
const NEXT_DAY = '2024-05-02';
const NOON = `${NEXT_DAY}T16:00:00.000Z`;

describe('an import of one park', () => {
  const folder = temporaryFolder('park-import');
  let database: TestDatabase;
  let app: ImportApp;

  beforeEach(async () => {
    emptyArchive(folder.path);
    database = await createTestDatabase('park_import');
    app = await ImportApp.start({ connection: database.connectionOptions, settings: { ARCHIVE_SOURCE: folder.path } });
    writeBoth(DAY, 5);
    await app.import(DESTINATION_ID);
  });
  afterEach(async () => {
    await app.close();
    await database.drop();
  });
  afterAll(() => folder.remove());

  /** One ride of each park says this wait. */
  function writeBoth(day: string, wait: number): void {
    writeDay(folder.path, day, [
      { at: `${day}T16:00:00.000Z`, wait },
      { at: `${day}T16:00:00.000Z`, wait, rideId: OTHER_RIDE, parkId: OTHER_PARK },
    ]);
  }

  async function importPark(parkWikiId = PARK_ID): Promise<Imported> {
    const [park] = await app.query<{ parkId: number }>(
      'SELECT park_id AS parkId FROM parks WHERE themeparks_wiki_id = ?',
      [parkWikiId],
    );
    const { importId } = await app.service.startPark(park!.parkId, WHOLE_RANGE, DEFAULT_OPTIONS);
    return app.run(importId);
  }

  async function waitsOf(rideId: string, day: string): Promise<number[]> {
    const rows = await app.query<{ wait: number }>(
      `SELECT s.wait_time AS wait FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id
        WHERE r.themeparks_wiki_id = ? AND s.recorded_at BETWEEN ? AND ? ORDER BY s.recorded_at`,
      [rideId, day, `${day} 23:59:59`],
    );
    return rows.map(({ wait }) => wait);
  }

  it('of a changed file leaves the change of the other parks to the next import, which takes it', async () => {
    writeBoth(DAY, 50);
    expect((await importPark()).record).toMatchObject({ read: 1, stored: 1 });
    expect([await waitsOf(RIDE_ID, DAY), await waitsOf(OTHER_RIDE, DAY)]).toEqual([[50], [5]]);
    const { record } = await app.import(DESTINATION_ID);
    expect(record).toMatchObject({ read: 2, stored: 1, duplicate: 1 });
    expect([await waitsOf(RIDE_ID, DAY), await waitsOf(OTHER_RIDE, DAY)]).toEqual([[50], [50]]);
  });

  it('of a changed file takes the change after another park was imported from it', async () => {
    writeBoth(DAY, 50);
    await importPark(OTHER_PARK);
    expect((await importPark()).record).toMatchObject({ read: 1, stored: 1, duplicate: 0 });
    expect(await waitsOf(RIDE_ID, DAY)).toEqual([50]);
  });

  it('counts its events also where their park is empty or garbage', async () => {
    const event = (minute: number, overrides: object) =>
      archiveEvent({ eventTime: `${NEXT_DAY}T16:0${minute}:00.000Z`, ...overrides });
    const events = [
      event(1, { parkId: '' }),
      event(2, { parkId: 'garbage' }),
      event(3, { parkId: null }),
      event(4, { parkId: 7 }),
      event(5, { parkId: '', entityId: OTHER_RIDE }),
      event(6, { parkId: '', eventTime: 'noon' }),
    ];
    writeBytes(folder.path, NEXT_DAY, zlibFile(events));
    const { files } = await importPark();
    const file = [...files.values()].find(({ fileDate }) => fileDate === NEXT_DAY)!;
    expect(file).toMatchObject({ read: 5, stored: 4, duplicate: 0, rejected: 1 });
  });

  it('takes what the archive says of its rides while it puts them into another park, and nothing more of that', async () => {
    const AT_NOON = { eventTime: NOON, localTime: `${NEXT_DAY}T12:00:00-04:00` };
    writeBytes(
      folder.path,
      NEXT_DAY,
      zlibFile([
        archiveEvent({ ...AT_NOON, parkId: OTHER_PARK }),
        archiveEvent({ ...AT_NOON, entityId: OTHER_RIDE, parkId: OTHER_PARK, data: { status: 'ODD' } }),
        archiveEvent({ eventTime: 'noon', entityId: OTHER_RIDE, parkId: OTHER_PARK }),
        archiveEvent({ ...AT_NOON, entityId: OTHER_RIDE, parkId: PARK_ID }),
        archiveEvent({ ...AT_NOON, entityId: NEW_RIDE, parkId: OTHER_PARK, name: '' }),
      ]),
    );
    const { files, record } = await importPark();
    const file = [...files.values()].find(({ fileDate }) => fileDate === NEXT_DAY)!;
    expect(file).toMatchObject({ read: 1, stored: 1, duplicate: 0, rejected: 0, issues: [] });
    expect(record.read).toBe(record.stored + record.duplicate + record.rejected);
    expect(await waitsOf(RIDE_ID, NEXT_DAY)).toEqual([45]);
    expect(await app.query('SELECT 1 FROM rides WHERE themeparks_wiki_id = ?', [NEW_RIDE])).toEqual([]);
  });
});
