import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import { totalsOf } from '../../src/modules/import/import-record.js';
import { writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import type { ArchiveManifest } from '../../src/tools/archive-generator/manifest.js';
import { type ArchiveServer, startArchiveServer } from '../../src/tools/archive-server/archive-server.js';
import {
  always,
  everyNth,
  type Fault,
  type FaultProxy,
  forUrl,
  HANG,
  INTERNAL_ERROR,
  noFaults,
  RESET,
  SLOW_DOWN,
  startFaultProxy,
  TRUNCATED,
} from '../../src/tools/archive-server/fault-proxy.js';
import { ImportApp } from '../support/import-app.js';
import { tableChecksums } from '../support/table-checksum.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

const BUCKET = 'archive';
const DAYS = 40;
const TRICKLE: Fault = { kind: 'trickle', pieceBytes: 2_000, pauseMs: 1 };

interface Event {
  eventTime: string;
  entityId: string;
  data: { queue: { STANDBY?: { waitTime: number | null } } | null };
}

describe('an import from S3', () => {
  const folder = temporaryFolder('s3-faults');
  let manifest: ArchiveManifest;
  let server: ArchiveServer;
  let proxy: FaultProxy;
  const databases: TestDatabase[] = [];
  const apps: ImportApp[] = [];

  beforeAll(async () => {
    manifest = await writeArchive({ seed: 5, destinations: 1, days: DAYS, rides: 12 }, folder.path);
    server = await startArchiveServer({ bucket: BUCKET, folder: folder.path });
    proxy = await startFaultProxy({ target: server.endpoint, plan: noFaults });
  });
  afterEach(async () => {
    proxy.setPlan(noFaults);
    await Promise.all(apps.splice(0).map((app) => app.close()));
    await Promise.all(databases.splice(0).map((database) => database.drop()));
  });
  afterAll(async () => {
    await proxy?.close();
    await server?.close();
    folder.remove();
  });

  async function start(settings: Record<string, string> = {}) {
    const database = await createTestDatabase('s3_faults');
    databases.push(database);
    const connection = database.connectionOptions;
    const s3 = { ARCHIVE_S3_BUCKET: BUCKET, ARCHIVE_S3_ENDPOINT: proxy.endpoint };
    const app = await ImportApp.start({ connection, settings: { ...s3, ...settings } });
    apps.push(app);
    return { app, connection };
  }

  const destinationId = () => manifest.destinations[0]!.id;
  const keyOfFile = (index: number) => manifest.files[index]!.key;
  const getsOf = (urls: readonly string[]) =>
    urls.filter((url) => url.includes('.json.gz')).map((url) => url.split('?')[0]);

  it('is the same with every fifth request failing, in every way', async () => {
    const calm = await start();
    const { record: expected } = await calm.app.import(destinationId());
    proxy.setPlan(everyNth(5, [INTERNAL_ERROR, RESET, TRUNCATED, SLOW_DOWN, TRICKLE, HANG]));
    const before = { ...proxy.stats.faults };
    const faulty = await start({ ARCHIVE_REQUEST_TIMEOUT_MS: '400' });
    const { record, result } = await faulty.app.import(destinationId());

    const faults = Object.entries(proxy.stats.faults).map(
      ([kind, count]) => count - before[kind as keyof typeof before],
    );
    expect(Math.min(...faults)).toBeGreaterThan(0);
    expect(result).toBe('completed');
    expect(totalsOf(record)).toEqual(totalsOf(expected));
    expect(record.read).toBe(manifest.totals.events);
    expect(await tableChecksums(faulty.connection)).toEqual(await tableChecksums(calm.connection));
  });

  it('imports all other objects if one is unavailable, names it, and a resume reads only that one', async () => {
    const key = keyOfFile(17);
    proxy.setPlan(forUrl(key, always(INTERNAL_ERROR)));
    const { app, connection } = await start({ ARCHIVE_MAX_ATTEMPTS: '2' });
    const failed = await app.import(destinationId());
    expect(failed.result).toBe('failed');
    expect(failed.record).toMatchObject({ status: 'FAILED', filesDone: DAYS - 1, filesTotal: DAYS });
    expect(failed.record.error).toEqual({
      code: 'ARCHIVE_UNAVAILABLE',
      message: expect.stringContaining(key) as string,
    });
    expect(failed.record.read).toBe(manifest.totals.events - manifest.files[17]!.events);

    proxy.setPlan(noFaults);
    const requestsBefore = proxy.stats.urls.length;
    const resumed = await app.resume(failed.record.importId);
    expect(resumed.result).toBe('completed');
    expect(getsOf(proxy.stats.urls.slice(requestsBefore))).toEqual([`/${BUCKET}/${key}`]);
    expect(resumed.record).toMatchObject({ filesDone: DAYS, read: manifest.totals.events, error: null });

    const calm = await start();
    await calm.app.import(destinationId());
    expect(await tableChecksums(connection)).toEqual(await tableChecksums(calm.connection));
  });

  it('fails if the archive is unreachable, and a resume continues from there', async () => {
    const { app } = await start({ ARCHIVE_MAX_ATTEMPTS: '1', IMPORT_PREFETCH_FILES: '1' });
    const { importId } = await app.start(destinationId());
    const failed = await app.run(importId, ({ totals }) => {
      if (totals.filesDone === 10) proxy.setPlan(always(SLOW_DOWN));
    });
    expect(failed.record).toMatchObject({ status: 'FAILED', filesDone: 10, error: { code: 'ARCHIVE_UNAVAILABLE' } });
    proxy.setPlan(noFaults);
    const { record } = await app.resume(importId);
    expect(record).toMatchObject({ status: 'COMPLETED', filesDone: DAYS, read: manifest.totals.events });
  });

  it('reads a file again that changed while the import was paused, with its new values and counters', async () => {
    const key = keyOfFile(3);
    const original = readFileSync(join(folder.path, key));
    const { app } = await start({ IMPORT_PREFETCH_FILES: '1' });
    const { importId } = await app.start(destinationId());
    const paused = await app.run(importId, ({ totals }) => {
      if (totals.filesDone === 10) void app.service.pause(importId);
    });
    expect(paused.result).toBe('paused');
    const { doneAt: firstDoneAt, ...first } = paused.files.get(key)!;
    expect(first).toMatchObject({ read: manifest.files[3]!.events, duplicate: 0 });

    const content = JSON.parse(inflateSync(original).toString()) as Event[] | { events: Event[] };
    const events = Array.isArray(content) ? content : content.events;
    const changed = events.find(({ data }) => typeof data.queue?.STANDBY?.waitTime === 'number')!;
    changed.data.queue!.STANDBY!.waitTime = 123;
    const dropped = events.filter((event) => event !== events.at(-1) || event === changed);
    await server.put(key, deflateSync(JSON.stringify(dropped)));
    try {
      const requestsBefore = proxy.stats.urls.length;
      const { record, files, result } = await app.resume(importId);
      expect(result).toBe('completed');
      expect(getsOf(proxy.stats.urls.slice(requestsBefore))).toEqual(
        [key, ...manifest.files.slice(paused.record.filesDone).map((file) => file.key)].map(
          (each) => `/${BUCKET}/${each}`,
        ),
      );
      const again = files.get(key)!;
      expect(again).toMatchObject({ read: dropped.length, stored: dropped.length, duplicate: 0, rejected: 0 });
      expect(again.etag).not.toBe(first.etag);
      expect(again.doneAt.getTime()).toBeGreaterThan(firstDoneAt.getTime());
      expect(record).toMatchObject({ filesDone: DAYS, read: manifest.totals.events - 1 });
      expect(record.stored).toBe(manifest.totals.observations - 1);
      expect(record.stored + record.duplicate + record.rejected).toBe(record.read);
      expect(
        await app.query(
          `SELECT s.wait_time AS wait FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id
            WHERE r.themeparks_wiki_id = ? AND s.recorded_at = ?`,
          [changed.entityId, changed.eventTime.replace('T', ' ').replace('Z', '')],
        ),
      ).toEqual([{ wait: 123 }]);
    } finally {
      await server.put(key, original);
    }
  });
});
