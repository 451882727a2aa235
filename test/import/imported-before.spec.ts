import { jest } from '@jest/globals';
import { ArchiveSource } from '../../src/modules/import/source/archive-source.js';
import { PARK_ID } from '../support/archive-event.js';
import { DESTINATION_ID, emptyArchive, writeBytes, writeDay } from '../support/hand-made-archive.js';
import { ImportApp } from '../support/import-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const DAYS = ['2024-05-01', '2024-05-02', '2024-05-03'];
const OTHER_PARK = '66666666-7777-4888-9999-aaaaaaaaaaaa';
const OTHER_RIDE = '11111111-2222-4333-8444-555555555555';

describe('an import of files that were imported before', () => {
  const folder = temporaryFolder('imported-before');
  let database: TestDatabase;
  let app: ImportApp;
  /** Keys that were fetched since the first import. */
  let fetched: string[];

  beforeEach(async () => {
    emptyArchive(folder.path);
    database = await createTestDatabase('imported_before');
    app = await ImportApp.start({
      connection: database.connectionOptions,
      settings: { ARCHIVE_SOURCE: folder.path },
    });
    for (const day of DAYS) {
      writeDay(folder.path, day, [
        { at: `${day}T16:00:00.000Z`, wait: 5 },
        { at: `${day}T17:00:00.000Z`, wait: -5 },
        { at: 'not a time', wait: 5 },
        { at: `${day}T16:00:00.000Z`, wait: 5, rideId: OTHER_RIDE, parkId: OTHER_PARK },
      ]);
    }
    await app.import(DESTINATION_ID);
    fetched = [];
    const source = app.get(ArchiveSource);
    const fetch = source.fetch.bind(source);
    jest.spyOn(source, 'fetch').mockImplementation((object, signal) => {
      fetched.push(object.day);
      return fetch(object, signal);
    });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await app.close();
    await database.drop();
  });
  afterAll(() => folder.remove());

  const findings = () =>
    app.query(
      `SELECT reason, description, records_affected, resolution_status FROM data_quality_log ORDER BY description`,
    );

  async function importPark(parkId: number) {
    const options = { onConflict: 'archive', replaceLive: false, origin: 'cli' } as const;
    const { importId } = await app.service.startPark(parkId, { startDate: null, endDate: null }, options);
    return app.run(importId);
  }

  it('does not fetch them, and counts and reports what reading them would', async () => {
    const before = await findings();
    const skipped = await app.import(DESTINATION_ID);
    expect(fetched).toEqual([]);
    const read = await app.import(DESTINATION_ID, { reread: true });
    expect(fetched).toEqual(DAYS);
    const counts = { read: 12, stored: 0, duplicate: 9, rejected: 3, queueRowsStored: 0, filesDone: 3 };
    for (const { record } of [skipped, read]) expect(record).toMatchObject({ status: 'COMPLETED', ...counts });
    const comparable = ({ files }: typeof read) => [...files.values()].map(({ doneAt: _, ...file }) => file);
    expect(comparable(skipped)).toEqual(comparable(read));
    expect(skipped.record.lastProcessedFile).toBe(read.record.lastProcessedFile);
    expect(await findings()).toEqual(before);
  });

  it('reads a file that has changed, and those that are new, in their order', async () => {
    writeDay(folder.path, DAYS[1]!, [{ at: `${DAYS[1]}T18:00:00.000Z`, wait: 10 }]);
    writeDay(folder.path, '2024-05-04', [{ at: '2024-05-04T18:00:00.000Z', wait: 10 }]);
    const { record, files } = await app.import(DESTINATION_ID);
    expect(fetched).toEqual([DAYS[1], '2024-05-04']);
    expect(record).toMatchObject({ read: 10, stored: 2, duplicate: 6, rejected: 2, filesDone: 4 });
    expect([...files.values()].map(({ stored }) => stored)).toEqual([0, 1, 0, 1]);
    // Changed back: rows may come from two versions, so the file is read.
    fetched = [];
    writeDay(folder.path, DAYS[1]!, [
      { at: `${DAYS[1]}T16:00:00.000Z`, wait: 5 },
      { at: `${DAYS[1]}T17:00:00.000Z`, wait: -5 },
      { at: 'not a time', wait: 5 },
      { at: `${DAYS[1]}T16:00:00.000Z`, wait: 5, rideId: OTHER_RIDE, parkId: OTHER_PARK },
    ]);
    await app.import(DESTINATION_ID);
    expect(fetched).toEqual([DAYS[1]]);
  });

  it('reads an unreadable file again', async () => {
    writeBytes(folder.path, DAYS[2]!, Buffer.from('[{'));
    await app.import(DESTINATION_ID);
    fetched = [];
    const { record } = await app.import(DESTINATION_ID);
    expect(fetched).toEqual([DAYS[2]]);
    expect(record).toMatchObject({ filesDone: 3, errorsEncountered: 1 });
  });

  it('reads them if conflicts are resolved otherwise, LIVE rows are to be removed, or one park is imported', async () => {
    await app.import(DESTINATION_ID, { onConflict: 'live' });
    expect(fetched).toEqual(DAYS);
    fetched = [];
    await app.import(DESTINATION_ID, { replaceLive: true });
    expect(fetched).toEqual(DAYS);
    fetched = [];
    const [park] = await app.query<{ id: number }>(
      `SELECT park_id AS id FROM parks WHERE themeparks_wiki_id = '${PARK_ID}'`,
    );
    await importPark(park!.id);
    expect(fetched).toEqual(DAYS);
  });

  it('does not rely on an import of one park', async () => {
    writeDay(folder.path, '2024-05-04', [{ at: '2024-05-04T18:00:00.000Z', wait: 10 }]);
    const [park] = await app.query<{ id: number }>(
      `SELECT park_id AS id FROM parks WHERE themeparks_wiki_id = '${PARK_ID}'`,
    );
    await importPark(park!.id);
    fetched = [];
    await app.import(DESTINATION_ID);
    expect(fetched).toEqual(['2024-05-04']);
  });
});
