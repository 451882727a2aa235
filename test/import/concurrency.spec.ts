import { jest } from '@jest/globals';
import { Clock } from '../../src/common/time/clock.js';
import { ImportLeaseRepository } from '../../src/modules/import/import-lease.repository.js';
import {
  addTotals,
  type ImportRecord,
  ImportStateError,
  NO_TOTALS,
  totalsOf,
} from '../../src/modules/import/import-record.js';
import { ImportInProgressError } from '../../src/modules/import/import.service.js';
import { generateTruth, writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import type { ArchiveManifest } from '../../src/tools/archive-generator/manifest.js';
import { emptyTables } from '../support/empty-tables.js';
import { DEFAULT_OPTIONS, ImportApp, WHOLE_RANGE } from '../support/import-app.js';
import { everyByteChecksums, tableChecksums } from '../support/table-checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { whileFetching } from '../support/while-fetching.js';

const DAYS = 14;
const ARCHIVE = {
  seed: 3,
  destinations: 2,
  days: DAYS,
  start: '2024-02-20',
  rides: 9,
  defects: ['wrong-uuid', 'missing-event-time', 'text-wait', 'duplicate-event', 'same-instant', 'missing-park-id'],
} as const;

/** A clock that runs ahead of the real one. */
class ClockAhead extends Clock {
  aheadMs = 0;

  override now(): Date {
    return new Date(super.now().getTime() + this.aheadMs);
  }
}

/** One file after the other, for `whileFetching`. */
const ONE_BY_ONE = { IMPORT_PREFETCH_FILES: '1' };

describe('several importing processes', () => {
  const folder = temporaryFolder('concurrency');
  const clock = new ClockAhead();
  let manifest: ArchiveManifest;
  let database: TestDatabase;
  let one: ImportApp;
  let other: ImportApp;
  let calm: Awaited<ReturnType<typeof tableChecksums>>;

  const destination = (index: number) => manifest.destinations[index]!.id;
  const startApp = (settings: Record<string, string>, using?: Clock) =>
    ImportApp.start({
      connection: database.connectionOptions,
      settings: { ARCHIVE_SOURCE: folder.path, ...ONE_BY_ONE, ...settings },
      clock: using,
    });

  beforeAll(async () => {
    manifest = await writeArchive(ARCHIVE, folder.path);
    const reference = await createTestDatabase('concurrency');
    const settings = { ARCHIVE_SOURCE: folder.path };
    const app = await ImportApp.start({ connection: reference.connectionOptions, settings });
    for (const { id } of manifest.destinations) await app.import(id);
    calm = await tableChecksums(reference.connectionOptions);
    await app.close();
    database = reference;
  });
  beforeEach(async () => {
    clock.aheadMs = 0;
    await emptyTables(database.connectionOptions);
    one = await startApp({});
    other = await startApp({}, clock);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await Promise.all([one.close(), other.close()]);
  });
  afterAll(async () => {
    await database?.drop();
    folder.remove();
  });

  describe('one import', () => {
    it('is run by exactly one of two workers, and once by a worker that is asked twice', async () => {
      const { importId } = await one.start(destination(0));
      const results = await Promise.all([one, one, other, other].map((app) => app.worker.run(importId)));
      expect(results.sort()).toEqual(['completed', null, null, null]);
      expect(await one.service.get(importId)).toMatchObject({ filesDone: DAYS, attempts: 1, status: 'COMPLETED' });
    });

    it('is the only one of its destination, however many starts race', async () => {
      const starts = await Promise.allSettled(
        [one, other, one, other, one, other].map((app) => app.start(destination(0))),
      );
      const started = starts.filter((start) => start.status === 'fulfilled').map(({ value }) => value);
      const refused = starts.filter((start) => start.status === 'rejected').map(({ reason }) => reason as unknown);
      expect(started).toHaveLength(1);
      expect(refused).toHaveLength(5);
      for (const error of refused) {
        expect(error).toBeInstanceOf(ImportInProgressError);
        expect((error as ImportInProgressError).details).toEqual({
          importId: started[0]!.importId,
          interrupted: false,
        });
      }
    });

    it('stays the only one when an earlier one of its destination is resumed', async () => {
      const first = await one.start(destination(0));
      await one.service.pause(first.importId);
      const second = await other.start(destination(0));
      const resumes = await Promise.allSettled([
        one.service.resume(first.importId),
        other.service.resume(first.importId),
      ]);
      for (const resume of resumes) {
        expect(resume).toMatchObject({ status: 'rejected', reason: { details: { importId: second.importId } } });
      }
      await other.run(second.importId);
      expect(await one.resume(first.importId)).toMatchObject({ result: 'completed', record: { stored: 0 } });
    });

    it.each([
      ['pause', 'paused', 'PAUSED'],
      ['cancel', 'cancelled', 'CANCELLED'],
    ] as const)('obeys a %s from another process after the file at hand', async (request, result, status) => {
      const { importId } = await one.start(destination(0));
      whileFetching(one, 5, () => other.service[request](importId));
      const ended = await one.run(importId);
      expect(ended).toMatchObject({
        result,
        record: { status, filesDone: 5, leaseOwner: null, requestedAction: null },
      });
      expect([...ended.files.values()].reduce((sum, { read }) => sum + read, 0)).toBe(ended.record.read);
      if (request === 'cancel') await expect(other.service.resume(importId)).rejects.toThrow(ImportStateError);
      else expect(await other.resume(importId)).toMatchObject({ result: 'completed', record: { filesDone: DAYS } });
    });

    it.each([
      ['pause', 'paused'],
      ['cancel', 'cancelled'],
    ] as const)('obeys a %s after the file at hand also when it commits many at a time', async (request, result) => {
      const batching = await startApp({ IMPORT_CHECKPOINT_INTERVAL: '50' });
      const { importId } = await one.start(destination(0));
      whileFetching(batching, 5, () => other.service[request](importId));
      const ended = await batching.run(importId);
      await batching.close();
      expect(ended).toMatchObject({ result, record: { filesDone: 5, requestedAction: null } });
      expect([...ended.files.values()].reduce((sum, { read }) => sum + read, 0)).toBe(ended.record.read);
    });

    it('counts as interrupted if it is stopped and its lease cannot be released', async () => {
      const { importId } = await one.start(destination(0));
      jest.spyOn(one.get(ImportLeaseRepository), 'release').mockRejectedValue(new Error('Connection lost'));
      whileFetching(one, 5, () => {
        void one.worker.stopAll();
        return Promise.resolve();
      });
      expect(await one.run(importId)).toMatchObject({ result: 'interrupted', record: { status: 'IN_PROGRESS' } });
      clock.aheadMs = 3_600_000;
      expect(await other.resume(importId)).toMatchObject({ result: 'completed', record: { filesDone: DAYS } });
    });

    it('stays cancelled when a pause is asked for after the cancel', async () => {
      const { importId } = await one.start(destination(0));
      whileFetching(one, 5, async () => {
        await other.service.cancel(importId);
        await expect(other.service.pause(importId)).rejects.toThrow(ImportStateError);
      });
      expect(await one.run(importId)).toMatchObject({ result: 'cancelled' });
    });

    it('continues at once in another process after its own was stopped', async () => {
      const { importId } = await one.start(destination(0));
      whileFetching(one, 5, () => {
        void one.worker.stopAll();
        return Promise.resolve();
      });
      expect(await one.run(importId)).toMatchObject({
        result: 'interrupted',
        record: { status: 'IN_PROGRESS', filesDone: 4 },
      });
      expect(await other.resume(importId)).toMatchObject({ result: 'completed', record: { filesDone: DAYS } });
    });
  });

  describe('a lease', () => {
    it('is not taken before its last millisecond is over, and can be from then on', async () => {
      const { importId } = await one.start(destination(0));
      const lease = { owner: 'a worker that has died', until: new Date(Date.now() + 30_000) };
      expect(await one.get(ImportLeaseRepository).acquire(importId, lease, new Date())).toBe(true);
      const fixed = jest.spyOn(clock, 'now').mockImplementation(() => new Date(lease.until.getTime() - 1));
      expect(await other.worker.run(importId)).toBeNull();
      await expect(other.service.resume(importId)).rejects.toThrow(ImportStateError);
      fixed.mockImplementation(() => lease.until);
      expect(await other.resume(importId)).toMatchObject({ result: 'completed', record: { attempts: 2 } });
    });

    it('that went stale is taken over, and the worker that comes back writes nothing more', async () => {
      const { importId } = await one.start(destination(0));
      let ended: ImportRecord | undefined;
      let tables: Record<string, number> | undefined;
      whileFetching(one, 5, async () => {
        clock.aheadMs = 3_600_000;
        ended = (await other.resume(importId)).record;
        tables = await everyByteChecksums(database.connectionOptions);
      });
      const late = await one.run(importId);
      expect(late.result).toBe('lease-lost');
      expect(ended).toMatchObject({ status: 'COMPLETED', filesDone: DAYS, attempts: 2 });
      expect(late.record).toEqual(ended);
      expect(await everyByteChecksums(database.connectionOptions)).toEqual(tables);
    });

    it('that is lost is noticed by the heartbeat, without a commit', async () => {
      const impatient = await startApp({ IMPORT_LEASE_SECONDS: '3' });
      const { importId } = await one.start(destination(0));
      whileFetching(impatient, 5, async (signal) => {
        await one.query(`UPDATE import_checkpoints SET lease_owner = 'somebody else' WHERE import_id = ?`, [importId]);
        await new Promise((resolve) => signal!.addEventListener('abort', resolve));
      });
      const { result, record } = await impatient.run(importId);
      await impatient.close();
      expect(result).toBe('lease-lost');
      expect(record).toMatchObject({ status: 'IN_PROGRESS', filesDone: 4, leaseOwner: 'somebody else' });
    });
  });

  it('import different destinations at the same time, to the same tables as one after the other', async () => {
    const [first, second] = await Promise.all([one.import(destination(0)), other.import(destination(1))]);
    expect([first.result, second.result]).toEqual(['completed', 'completed']);
    expect(first.record.read + second.record.read).toBe(manifest.totals.events);
    const totals = addTotals(addTotals(NO_TOTALS, totalsOf(first.record)), totalsOf(second.record));
    expect(totals.stored).toBe(manifest.totals.observations);
    expect(await tableChecksums(database.connectionOptions)).toEqual(calm);
  });

  it('keep to the range that was asked for, the one that resumes too', async () => {
    const range = { startDate: '2024-02-25', endDate: '2024-03-02' };
    const { importId } = await one.start(destination(0), range);
    whileFetching(one, 3, () => other.service.pause(importId));
    await one.run(importId);
    const { record, files } = await other.resume(importId);
    expect(record).toMatchObject({ ...range, status: 'COMPLETED', filesTotal: 7, filesDone: 7 });
    expect([...files.values()].map(({ fileDate }) => fileDate).sort()).toEqual([
      '2024-02-25', '2024-02-26', '2024-02-27', '2024-02-28', '2024-02-29', '2024-03-01', '2024-03-02',
    ]); // prettier-ignore
  });
});

describe('an import of one park', () => {
  const folder = temporaryFolder('one-park');
  let database: TestDatabase;
  let app: ImportApp;

  afterAll(async () => {
    await app?.close();
    await database?.drop();
    folder.remove();
  });

  it('stores exactly the archive data of its rides', async () => {
    const manifest = await writeArchive(ARCHIVE, folder.path);
    database = await createTestDatabase('one_park');
    app = await ImportApp.start({ connection: database.connectionOptions, settings: { ARCHIVE_SOURCE: folder.path } });
    const { id: destinationId, parks } = manifest.destinations[0]!;
    const firstDay = { startDate: ARCHIVE.start, endDate: ARCHIVE.start };
    const begun = await app.import(destinationId, firstDay);
    const [asked, ...others] = parks;
    const [{ parkId }] = (await app.query<{ parkId: number }>(
      'SELECT park_id AS parkId FROM parks WHERE themeparks_wiki_id = ?',
      [asked!.id],
    )) as [{ parkId: number }];
    const { importId } = await app.service.startPark(parkId, WHOLE_RANGE, DEFAULT_OPTIONS);
    const { record, files, result } = await app.run(importId);

    expect(result).toBe('completed');
    expect(record).toMatchObject({ parkId, filesDone: DAYS });
    for (const file of files.values()) expect(file.stored + file.duplicate + file.rejected).toBe(file.read);
    expect(record.stored + record.duplicate + record.rejected).toBe(record.read);
    const truth = new Map<string, number>();
    for await (const { entityId } of generateTruth(ARCHIVE)) truth.set(entityId, (truth.get(entityId) ?? 0) + 1);
    const stored = await app.query<{ ride: string; park: string; rows: number }>(
      `SELECT r.themeparks_wiki_id AS ride, p.themeparks_wiki_id AS park, COUNT(*) AS \`rows\`
         FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id JOIN parks p ON p.park_id = r.park_id
        GROUP BY r.ride_id, r.themeparks_wiki_id, p.themeparks_wiki_id`,
    );
    const ofAsked = stored.filter(({ park }) => park === asked!.id);
    const expected = asked!.rides.filter(({ id }) => truth.has(id)).map(({ id }) => [id, truth.get(id)]);
    expect(Object.fromEntries(ofAsked.map(({ ride, rows }) => [ride, rows]))).toEqual(Object.fromEntries(expected));
    const elsewhere = stored.filter(({ park }) => park !== asked!.id);
    const rowsOfDay = stored.reduce((sum, { rows }) => sum + rows, 0) - record.stored;
    expect(others.length).toBeGreaterThan(0);
    expect(rowsOfDay).toBe(begun.record.stored);
    expect(elsewhere.reduce((sum, { rows }) => sum + rows, 0)).toBeLessThan(begun.record.stored);
  });
});
