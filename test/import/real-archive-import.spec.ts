import { jest } from '@jest/globals';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { NO_TOTALS, addTotals, totalsOf, type ImportFileRecord } from '../../src/modules/import/import-record.js';
import { zlibBomb } from '../../src/tools/archive-generator/file-container.js';
import { ImportApp } from '../support/import-app.js';
import { findRealArchive, type RealArchive } from '../support/real-archive.js';
import { everyByteChecksums } from '../support/table-checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

interface Event {
  entityId: string;
  parkId: string;
  eventTime?: string;
  localTime: string;
  data: { status: string; queue: { STANDBY?: { waitTime: number | string | null } } | null };
}

/** The five instants at which the archive says two things of one ride; what it says last wins. Read off the files. */
const SAME_INSTANT = [
  { day: '2018/10/03', index: 1076, eventTime: '2018-10-03T18:07:09.000Z', superseded: 30, winner: 35 },
  { day: '2018/11/08', index: 705, eventTime: '2018-11-08T16:10:50.000Z', superseded: 25, winner: 35 },
  { day: '2019/02/03', index: 525, eventTime: '2019-02-03T13:23:07.000Z', superseded: 65, winner: 85 },
  { day: '2019/03/21', index: 422, eventTime: '2019-03-21T12:28:11.000Z', superseded: 20, winner: 35 },
  { day: '2019/03/26', index: 1443, eventTime: '2019-03-26T21:30:09.000Z', superseded: 80, winner: 135 },
];

/** Whole imports of real data, on a machine that may be busy. */
jest.setTimeout(300_000);

const archive = findRealArchive();
const whole = { read: 336_488, stored: 336_483, duplicate: 5, rejected: 0 };

function readEvents(bytes: Buffer): Event[] {
  const content = JSON.parse(inflateSync(bytes).toString()) as Event[] | { events: Event[] };
  return Array.isArray(content) ? content : content.events;
}

let truth: ReturnType<typeof readTruth> | undefined;
const truthOf = (real: RealArchive) => (truth ??= readTruth(real));

/** What must be stored, read from the files without any code of the importer. */
function readTruth({ folder, manifest }: RealArchive) {
  const observations = new Map<string, string>();
  const localDays = new Set<string>();
  for (const { path } of manifest) {
    for (const { entityId, parkId, eventTime, localTime, data } of readEvents(readFileSync(join(folder, path)))) {
      const wait = data.queue?.STANDBY?.waitTime ?? null;
      observations.set(`${entityId} ${eventTime!}`, `${data.status} ${wait}`);
      localDays.add(`${parkId} ${localTime.slice(0, 10)}`);
    }
  }
  return { observations: [...observations].map((entry) => entry.join(' ')).sort(), localDays };
}

function expectEveryFileAddsUp(files: Map<string, ImportFileRecord>): void {
  for (const { objectKey, read, stored, duplicate, rejected } of files.values()) {
    expect([objectKey, stored + duplicate + rejected]).toEqual([objectKey, read]);
  }
}

function sumOf(files: Map<string, ImportFileRecord>) {
  return [...files.values()].reduce(
    (sum, file) =>
      addTotals(sum, { ...NO_TOTALS, ...file, filesDone: 1, errorsEncountered: file.defect === null ? 0 : 1 }),
    { ...NO_TOTALS },
  );
}

const eventsByFile = (files: Map<string, ImportFileRecord>) =>
  Object.fromEntries([...files.values()].map(({ objectKey, read }) => [objectKey, read]));

function describeReal(proofs: (real: RealArchive) => void): void {
  if (archive !== null) return describe('the real archive, imported', () => proofs(archive));
  describe('the real archive, imported', () => it('is not there to be proved', () => expect(archive).toBeNull()));
}

describeReal((real) => {
  let database: TestDatabase;
  let app: ImportApp;

  beforeAll(async () => {
    database = await createTestDatabase('real_archive');
    app = await ImportApp.start({
      connection: database.connectionOptions,
      settings: { ARCHIVE_SOURCE: real.folder, IMPORT_PARSE_WORKERS: '2' },
    });
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
  });

  it('is whole: each event of each of 182 files is stored or a duplicate, conflicts are named', async () => {
    const { record, result, files } = await app.import(real.destinationId);
    expect(result).toBe('completed');
    expect(record).toMatchObject({
      ...whole,
      status: 'COMPLETED',
      filesDone: 182,
      filesTotal: 182,
      queueRowsStored: 0,
    });
    expect(eventsByFile(files)).toEqual(Object.fromEntries(real.manifest.map(({ path, events }) => [path, events])));
    expectEveryFileAddsUp(files);
    expect(sumOf(files)).toEqual(totalsOf(record));

    const conflicts = [...files.values()].flatMap(({ objectKey, issues }) =>
      issues
        .filter(({ reason }) => reason === 'SAME_INSTANT_CONFLICT')
        .flatMap(({ field, samples }) => samples.map(({ index, value }) => ({ objectKey, field, index, value }))),
    );
    expect(conflicts.map(({ objectKey, field, index }) => [objectKey.slice(37, 47), field, index])).toEqual(
      SAME_INSTANT.map(({ day, index }) => [day, 'eventTime', index]),
    );
    expect(conflicts.map(({ value }) => JSON.parse(value) as unknown)).toMatchObject(
      SAME_INSTANT.map(({ eventTime, superseded }) => ({
        eventTime,
        supersededStatus: 'OPERATING',
        supersededWaitMinutes: superseded,
      })),
    );
  });

  it('is stored to the millisecond of eventTime, with the last of two values of one instant', async () => {
    const rows = await app.query<{ line: string }>(
      `SELECT CONCAT(r.themeparks_wiki_id, ' ', DATE_FORMAT(s.recorded_at, '%Y-%m-%dT%H:%i:%s.'),
              LPAD(MICROSECOND(s.recorded_at) DIV 1000, 3, '0'), 'Z ', s.status, ' ', COALESCE(s.wait_time, 'null')) AS line
         FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id WHERE s.data_source = 'ARCHIVE'`,
    );
    const { observations } = truthOf(real);
    const stored = rows.map(({ line }) => line).sort();
    expect(stored).toHaveLength(observations.length);
    // Not toEqual on the arrays: its report of 336,483 lines would take minutes.
    expect(stored.find((line, index) => line !== observations[index])).toBeUndefined();
    for (const { eventTime, winner } of SAME_INSTANT) {
      expect(stored.filter((line) => line.includes(eventTime)).map((line) => line.split(' ')[3])).toContain(
        String(winner),
      );
    }
  });

  it('has 14 rides in 4 parks, each with its number of events', async () => {
    const rides = await app.query<{ name: string; events: number; zone: string }>(
      `SELECT r.name, COUNT(*) AS events, p.timezone AS zone FROM rides r
         JOIN parks p ON p.park_id = r.park_id JOIN ride_status_snapshots s ON s.ride_id = r.ride_id
        GROUP BY r.ride_id, r.name, p.timezone`,
    );
    const superseded = await app.query<{ name: string }>(
      `SELECT r.name FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id
        WHERE (r.themeparks_wiki_id, s.recorded_at) IN (
          ('352feb94-e52e-45eb-9c92-e4b44c6b1a9d', '2018-10-03 18:07:09'),
          ('480fde8f-fe58-4bfb-b3ab-052a39d4db7c', '2018-11-08 16:10:50'),
          ('399aa0a1-98e2-4d2b-b297-2b451e9665e1', '2019-02-03 13:23:07'),
          ('81b15dfd-cf6a-466f-be59-3dd65d2a2807', '2019-03-21 12:28:11'),
          ('24cf863c-b6ba-4826-a056-0b698989cbf7', '2019-03-26 21:30:09'))`,
    );
    expect(superseded).toHaveLength(SAME_INSTANT.length);
    const duplicatesOf = (name: string) => superseded.filter((ride) => ride.name === name).length;
    const events = Object.fromEntries(rides.map((ride) => [ride.name, ride.events + duplicatesOf(ride.name)]));
    expect(events).toEqual(real.eventsPerRide);
    expect(new Set(rides.map(({ zone }) => zone))).toEqual(new Set(['America/New_York']));
    expect(await app.query('SELECT park_id FROM parks')).toHaveLength(4);
  });

  it('invalidates the local days of every park, across both clock changes', async () => {
    const marked = await app.query<{ day: string }>(
      `SELECT CONCAT(p.themeparks_wiki_id, ' ', DATE_FORMAT(d.local_date, '%Y-%m-%d')) AS day
         FROM invalidated_park_days d JOIN parks p ON p.park_id = d.park_id`,
    );
    const days = new Set(marked.map(({ day }) => day));
    expect([...truthOf(real).localDays].filter((day) => !days.has(day))).toEqual([]);
    // The last file ends at 20:00 of 31 March in New York; its values may hold six hours, into 1 April.
    expect([...days].map((day) => day.slice(37)).sort()).toEqual(
      expect.arrayContaining(['2018-09-30', '2018-11-04', '2019-03-10', '2019-03-31', '2019-04-01']),
    );
    expect([...days].filter((day) => day.slice(37) < '2018-09-30' || day.slice(37) > '2019-04-01')).toEqual([]);
  });

  it('writes nothing when it is imported again', async () => {
    const before = await everyByteChecksums(database.connectionOptions);
    const { record, files } = await app.import(real.destinationId);
    expect(record).toMatchObject({ status: 'COMPLETED', ...whole, stored: 0, duplicate: 336_488 });
    expectEveryFileAddsUp(files);
    expect(await everyByteChecksums(database.connectionOptions)).toEqual(before);
  });
});

const DAMAGED_EVENT = 7;
type Ten = [string, string, string, string, string, string, string, string, string, string];

describeReal((real) => {
  const folder = temporaryFolder('damaged-archive');
  let database: TestDatabase;
  let app: ImportApp;
  /** Ten files, far apart. */
  const damaged = Array.from({ length: 10 }, (_, n) => real.manifest[5 + n * 17]!.path);
  const [truncated, empty, notZlib, emptyObject, noTime, wait, status, nullQueue, uuid, bomb] = damaged as Ten;
  const eventsOf = (path: string) => real.manifest.find((row) => row.path === path)!.events;

  function rewrite(path: string, change: (bytes: Buffer) => Buffer): void {
    const file = join(folder.path, path);
    writeFileSync(file, change(readFileSync(file)));
  }

  function changeEvent(path: string, change: (event: Event) => void): void {
    rewrite(path, (bytes) => {
      const events = readEvents(bytes);
      change(events[DAMAGED_EVENT]!);
      return deflateSync(JSON.stringify(events));
    });
  }

  beforeAll(async () => {
    cpSync(real.folder, folder.path, { recursive: true });
    rewrite(truncated, (bytes) => bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    rewrite(empty, () => Buffer.alloc(0));
    rewrite(notZlib, () => Buffer.from('<?xml version="1.0"?><Error><Code>InternalError</Code></Error>'));
    rewrite(emptyObject, () => deflateSync('{}'));
    changeEvent(noTime, (event) => delete event.eventTime);
    changeEvent(wait, (event) => (event.data.queue = { STANDBY: { waitTime: 'abc' } }));
    changeEvent(status, (event) => (event.data.status = 'BROKEN'));
    changeEvent(nullQueue, (event) => (event.data.queue = null));
    changeEvent(uuid, (event) => (event.entityId = 'not-a-uuid'));
    rewrite(bomb, () => zlibBomb(2 * 1024 ** 3));
    database = await createTestDatabase('damaged_archive');
    app = await ImportApp.start({
      connection: database.connectionOptions,
      settings: { ARCHIVE_SOURCE: folder.path, IMPORT_PARSE_WORKERS: '2' },
    });
  });
  afterAll(async () => {
    await app?.close();
    await database?.drop();
    folder.remove();
  });

  it('costs ten damaged files nothing but what is damaged in them, and names each defect', async () => {
    const { record, result, files } = await app.import(real.destinationId);
    expect(result).toBe('completed');
    const unreadable = [truncated, empty, notZlib, emptyObject, bomb].reduce((sum, path) => sum + eventsOf(path), 0);
    expect(record).toMatchObject({
      status: 'COMPLETED',
      filesDone: 182,
      errorsEncountered: 5,
      read: whole.read - unreadable,
      rejected: 2,
    });
    expect(record.stored + record.duplicate).toBe(record.read - 2);
    expectEveryFileAddsUp(files);
    expect(sumOf(files)).toEqual(totalsOf(record));
    expect(damaged.map((path) => files.get(path)!.defect)).toEqual([
      'TRUNCATED', 'EMPTY', 'NOT_COMPRESSED_JSON', 'WRONG_SHAPE', null, null, null, null, null, 'TOO_LARGE',
    ]); // prettier-ignore
    const named = [noTime, wait, status, uuid].map((path) =>
      files
        .get(path)!
        .issues.filter(({ reason }) => reason !== 'SUSPICIOUS_WAIT_TIME')
        .map(({ reason, field, rejected, count, samples }) => [reason, field, rejected, count, samples]),
    );
    const at = (value: string) => [{ index: DAMAGED_EVENT, value }];
    expect(named).toEqual([
      [['MISSING_EVENT_TIME', 'eventTime', true, 1, at('missing')]],
      [['INVALID_WAIT_TIME', 'data.queue.STANDBY.waitTime', false, 1, at('"abc"')]],
      [['UNKNOWN_STATUS', 'data.status', false, 1, at('"BROKEN"')]],
      [['INVALID_ENTITY_ID', 'entityId', true, 1, at('"not-a-uuid"')]],
    ]);
  });

  it('records them in the quality log, file by file', async () => {
    const findings = await app.query<{ reason: string; description: string }>(
      `SELECT reason, description FROM data_quality_log WHERE reason NOT IN ('SUSPICIOUS_WAIT_TIME', 'SAME_INSTANT_CONFLICT')`,
    );
    const described = new Map(findings.map(({ reason, description }) => [reason, description]));
    expect(Object.fromEntries(described)).toEqual({
      FILE_TRUNCATED: expect.stringContaining(truncated) as string,
      FILE_EMPTY: expect.stringContaining(empty) as string,
      FILE_NOT_COMPRESSED_JSON: expect.stringContaining(notZlib) as string,
      FILE_WRONG_SHAPE: expect.stringContaining(emptyObject) as string,
      FILE_TOO_LARGE: expect.stringContaining(bomb) as string,
      MISSING_EVENT_TIME: expect.stringMatching(`${noTime}: .*event ${DAMAGED_EVENT}`) as string,
      INVALID_WAIT_TIME: expect.stringMatching(`${wait}: .*event ${DAMAGED_EVENT}.*abc`) as string,
      UNKNOWN_STATUS: expect.stringMatching(`${status}: .*event ${DAMAGED_EVENT}.*BROKEN`) as string,
      INVALID_ENTITY_ID: expect.stringMatching(`${uuid}: .*event ${DAMAGED_EVENT}.*not-a-uuid`) as string,
    });
    expect(findings).toHaveLength(described.size);
  });

  it('keeps the events of an unknown status and of no queue, without what they do not say', async () => {
    const [withNoStatus, withNoQueue] = [status, nullQueue].map((path) => {
      const { entityId, eventTime } = readEvents(readFileSync(join(folder.path, path)))[DAMAGED_EVENT]!;
      return app.query(
        `SELECT s.status, s.wait_time IS NOT NULL AS posted FROM ride_status_snapshots s
           JOIN rides r ON r.ride_id = s.ride_id WHERE r.themeparks_wiki_id = ? AND s.recorded_at = ?`,
        [entityId, eventTime!.replace('T', ' ').replace('Z', '')],
      );
    });
    expect(await withNoStatus).toMatchObject([{ status: null }]);
    expect(await withNoQueue).toEqual([{ status: expect.any(String) as string, posted: 0 }]);
  });
});
