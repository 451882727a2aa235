import { ImportRepository } from '../../src/modules/import/import.repository.js';
import { ImportService } from '../../src/modules/import/import.service.js';
import { always, type Fault, forUrl, HANG, noFaults } from '../../src/tools/archive-server/fault-proxy.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ApiApp, type ImportJson } from './support/api-app.js';
import { serveArchive, type ServedArchive } from './support/served-archive.js';

interface Problem {
  error: { code: string; message: string; details: Record<string, unknown> };
}

const FILES = 6;
const FOURTH_FILE = '/2024/03/04';
const DENIED: Fault = { kind: 'status', status: 403, code: 'AccessDenied' };

let database: TestDatabase;
let archive: ServedArchive;
/** Serves only: what is started here waits for another process. */
let front: ApiApp;
/** Processes that work on imports; each test starts its own. */
let worker: ApiApp | null = null;
let destinationId: string;

const startApp = (role: string) =>
  ApiApp.start({ connection: database.connectionOptions, settings: { ...archive.settings, ROLE: role } });
const startWorker = async (): Promise<ApiApp> => (worker = await startApp('all'));
const stopWorker = async (): Promise<void> => {
  await worker?.close();
  worker = null;
};
const holdFourthFile = (): void => archive.proxy.setPlan(forUrl(FOURTH_FILE, always(HANG)));
const release = (): void => archive.proxy.setPlan(noFaults);

/** A running import that waits for its fourth file. Files of earlier imports are read again. */
async function startHeld(): Promise<string> {
  holdFourthFile();
  const { body } = await front.startImport({ destinationId, reread: true });
  await front.until(body.importId, ({ progress }) => progress.filesDone === 3);
  return body.importId;
}

const refused = async (what: 'pause' | 'resume' | 'cancel', importId: string) => {
  const { status, body } = await front.change(what, importId);
  return [status, (body as unknown as Problem).error.code];
};

beforeAll(async () => {
  database = await createTestDatabase('api_control');
  archive = await serveArchive({ seed: 3, destinations: 1, days: FILES, rides: 4, start: '2024-03-01' });
  destinationId = archive.manifest.destinations[0]!.id;
  front = await startApp('api');
});
afterEach(async () => {
  release();
  await stopWorker();
});
afterAll(async () => {
  await front.close();
  await archive.close();
  await database.drop();
});

describe('a running import', () => {
  let importId: string;
  beforeEach(async () => {
    await startWorker();
    importId = await startHeld();
  });

  it('rejects a second start for its destination, with its own id', async () => {
    const second = await front.startImport({ destinationId });
    expect([second.status, (second.body as unknown as Problem).error]).toEqual([
      409,
      expect.objectContaining({ code: 'IMPORT_IN_PROGRESS', details: { importId, interrupted: false } }),
    ]);
    const all = await front.send<{ data: ImportJson[] }>('post', '/api/admin/import/start', {
      body: { allParks: true },
    });
    expect(all.body.data.map((view) => view.importId)).toEqual([importId]);
    expect(await refused('resume', importId)).toEqual([409, 'IMPORT_STATE_CONFLICT']);
    release();
    await front.untilStatus(importId, 'COMPLETED');
  });

  it('reports its progress', async () => {
    const { status, progress, performance, interrupted } = await front.status(importId);
    expect({ status, interrupted }).toEqual({ status: 'IN_PROGRESS', interrupted: false });
    expect(progress).toMatchObject({ filesDone: 3, filesTotal: FILES, percent: 50, currentDate: '2024-03-03' });
    expect(performance.etaSeconds).toBeGreaterThanOrEqual(1);
    release();
    await front.untilStatus(importId, 'COMPLETED');
  });

  it('is paused after the current file, and continues from there', async () => {
    const { status, body } = await front.change('pause', importId);
    expect([status, body.status, body.requestedAction]).toEqual([200, 'IN_PROGRESS', 'PAUSE']);
    release();
    const paused = await front.untilStatus(importId, 'PAUSED');
    expect([paused.progress.filesDone, paused.requestedAction]).toEqual([4, null]);
    expect(await refused('pause', importId)).toEqual([409, 'IMPORT_STATE_CONFLICT']);

    const resumed = await front.change('resume', importId);
    expect([resumed.status, resumed.body.status, resumed.body.interrupted]).toEqual([200, 'IN_PROGRESS', false]);
    const completed = await front.untilStatus(importId, 'COMPLETED');
    expect([completed.progress.filesDone, completed.attempts]).toEqual([FILES, 2]);
    expect(completed.progress.read).toBe(archive.manifest.totals.events);
  });

  it('is cancelled after the current file, and keeps what it imported', async () => {
    const asked = await front.change('cancel', importId);
    expect([asked.status, asked.body.requestedAction]).toEqual([200, 'CANCEL']);
    release();
    const cancelled = await front.untilStatus(importId, 'CANCELLED');
    expect(cancelled.progress.filesDone).toBe(4);
    const [rows] = await front.query<{ count: number }>('SELECT COUNT(*) AS count FROM ride_status_snapshots');
    expect(rows!.count).toBeGreaterThanOrEqual(cancelled.progress.stored);
    expect(await refused('cancel', importId)).toEqual([409, 'IMPORT_STATE_CONFLICT']);
    expect(await refused('resume', importId)).toEqual([409, 'IMPORT_STATE_CONFLICT']);
  });

  it('is interrupted if its process stops, and continues once a process is running again', async () => {
    await stopWorker();
    const left = await front.status(importId);
    expect([left.status, left.interrupted, left.progress.filesDone]).toEqual(['IN_PROGRESS', true, 3]);
    expect(left.performance.etaSeconds).toBeNull();
    release();
    await startWorker();
    const completed = await front.untilStatus(importId, 'COMPLETED');
    expect([completed.interrupted, completed.progress.read]).toEqual([false, archive.manifest.totals.events]);
  });
});

describe('an import started by the API whose process was killed', () => {
  it('continues automatically once its lease has expired, not before', async () => {
    const { importId } = (await front.startImport({ destinationId })).body;
    const leaseUntil = new Date(Date.now() + 3_000);
    await front.query(
      `UPDATE import_checkpoints SET status = 'IN_PROGRESS', lease_owner = 'dead', lease_until = ?, attempts = 1
        WHERE import_id = ?`,
      [leaseUntil, importId],
    );
    await startWorker();
    const completed = await front.untilStatus(importId, 'COMPLETED');
    expect(completed.attempts).toBe(2);
    expect(Date.parse(completed.timestamps.finishedAt!)).toBeGreaterThanOrEqual(leaseUntil.getTime());
  });
});

describe('a paused import', () => {
  it('is not resumed while another import of its destination is active', async () => {
    const first = (await front.startImport({ destinationId })).body.importId;
    await front.change('pause', first);
    const second = (await front.startImport({ destinationId })).body.importId;
    const { status, body } = await front.change('resume', first);
    expect([status, (body as unknown as Problem).error]).toEqual([
      409,
      expect.objectContaining({ code: 'IMPORT_IN_PROGRESS', details: { importId: second, interrupted: false } }),
    ]);
    await front.change('cancel', second);
    expect((await front.change('resume', first)).status).toBe(200);
    expect((await front.change('cancel', first)).body.status).toBe('CANCELLED');
  });
});

describe('an import that no process has started yet', () => {
  it('is paused, resumed and cancelled immediately', async () => {
    const { importId, status } = (await front.startImport({ destinationId })).body;
    expect(status).toBe('PENDING');
    expect((await front.change('pause', importId)).body.status).toBe('PAUSED');
    const resumed = (await front.change('resume', importId)).body;
    expect([resumed.status, resumed.requestedAction, resumed.interrupted]).toEqual(['IN_PROGRESS', 'RESUME', false]);
    const paused = (await front.change('pause', importId)).body;
    expect([paused.status, paused.requestedAction]).toEqual(['PAUSED', null]);
    expect((await front.change('cancel', importId)).body.status).toBe('CANCELLED');
  });
});

describe('an import that was interrupted on the command line', () => {
  const waiting = async (): Promise<string[]> =>
    (await front.app.get(ImportRepository, { strict: false }).findWaiting(10, new Date())).map(
      ({ importId }) => importId,
    );

  it('waits until it is resumed, and is then continued by any worker', async () => {
    const { importId } = await front.app
      .get(ImportService, { strict: false })
      .startDestination(
        destinationId,
        { startDate: '2024-03-02', endDate: '2024-03-03' },
        { onConflict: 'archive', replaceLive: false, origin: 'cli' },
      );
    await front.query(
      `UPDATE import_checkpoints SET status = 'IN_PROGRESS', lease_owner = 'dead', lease_until = '2024-01-01'
        WHERE import_id = ?`,
      [importId],
    );
    expect((await front.status(importId)).interrupted).toBe(true);
    expect(await waiting()).toEqual([]);
    const again = await front.startImport({ destinationId });
    expect((again.body as unknown as Problem).error.details).toEqual({ importId, interrupted: true });

    await front.change('resume', importId);
    expect(await waiting()).toEqual([importId]);
    await startWorker();
    const completed = await front.untilStatus(importId, 'COMPLETED');
    expect([completed.progress.filesDone, completed.requestedAction]).toEqual([2, null]);
    expect(completed.options.origin).toBe('cli');
  });
});

describe('an import that failed', () => {
  it('reports the reason, and can be resumed', async () => {
    await startWorker();
    archive.proxy.setPlan(forUrl(FOURTH_FILE, always(DENIED)));
    const { importId } = (await front.startImport({ destinationId, reread: true })).body;
    const failed = await front.untilStatus(importId, 'FAILED');
    expect(failed.errors.latest).toEqual([
      { file: null, reason: 'ARCHIVE_UNAVAILABLE', detail: expect.stringContaining(FOURTH_FILE) as string },
    ]);
    release();
    await front.change('resume', importId);
    const completed = await front.untilStatus(importId, 'COMPLETED');
    expect([completed.errors.latest, completed.progress.filesDone]).toEqual([[], FILES]);
  });
});
