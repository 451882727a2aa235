import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JobExplorer } from '../../src/modules/jobs/job-explorer.js';
import { UNMETERED_KEY } from '../../src/tools/api-simulator/accounts/api-plans.js';
import { type ApiSimulator, startApiSimulator } from '../../src/tools/api-simulator/api-simulator.js';
import { writeArchive } from '../../src/tools/archive-generator/generate-archive.js';
import { ApiApp } from '../api/support/api-app.js';
import { archiveEvent, zlibFile } from '../support/archive-event.js';
import { CYCLE_MS } from '../support/collected-days.js';
import { SettableClock } from '../support/collector-app.js';
import { ImportApp } from '../support/import-app.js';
import { type AuditedChange, auditObservations, takeAudit } from '../support/observation-audit.js';
import { recordSentSql, removesObservations } from '../support/sent-sql.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const ARCHIVE = { seed: 21, destinations: 1, rides: 9, start: '2026-04-12', days: 3 };
const START = Date.parse('2026-04-15T15:00:00.250Z');
const CYCLES = 12;
const DAY_MS = 86_400_000;
const AGES = [
  ['24 hours', DAY_MS],
  ['30 days', 30 * DAY_MS],
  ['1 year', 365 * DAY_MS],
] as const;

interface LiveRow {
  uuid: string;
  parkUuid: string;
  timezone: string;
  at: Date;
  status: string;
  wait: number;
}

describe('observations', () => {
  const folder = temporaryFolder('retention');
  const clock = new SettableClock(START);
  const recorder = recordSentSql();
  let database: TestDatabase;
  let simulator: ApiSimulator;
  let app: ApiApp;
  let importer: ImportApp;
  let destinationId: string;

  beforeAll(async () => {
    await writeArchive(ARCHIVE, folder.path);
    database = await createTestDatabase('permanent_retention');
    const world = { seed: ARCHIVE.seed, destinations: 1, ridesPerDestination: ARCHIVE.rides };
    simulator = await startApiSimulator({ clock: () => clock.nowMs, limitPerMinute: 100_000, ...world });
    destinationId = simulator.destinationIds[0]!;
    const connection = database.connectionOptions;
    // Nothing runs but what the test runs.
    const settings = {
      ROLE: 'api',
      LIVE_API_BASE_URL: simulator.baseUrl,
      THEMEPARKS_API_KEY: UNMETERED_KEY,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      ARCHIVE_SOURCE: folder.path,
      BACKUP_FOLDER: join(folder.path, 'backups'),
    };
    app = await ApiApp.start({ connection, settings, clock });
    importer = await ImportApp.start({ connection, settings: { ARCHIVE_SOURCE: folder.path }, clock });
    await auditObservations(app.dataSource);
  }, 60_000);

  afterAll(async () => {
    recorder.stop();
    await Promise.all([app?.close(), importer?.close(), simulator?.close()]);
    await database?.drop();
    folder.remove();
  });

  /** All of the application, new ones too. */
  const scheduledJobs = () => app.app.get(JobExplorer, { strict: false }).find();

  /** By hand, whatever the settings want. */
  async function runJobs(jobs: ReturnType<JobExplorer['find']>): Promise<void> {
    expect(jobs.length).toBeGreaterThan(0);
    for (const { work } of jobs) await work(new AbortController().signal);
    // The jobs begin imports of the History API, which would be in the way of those below.
    for (const { importId } of await app.query<{ importId: string }>(
      "SELECT import_id AS importId FROM import_checkpoints WHERE status = 'PENDING'",
    )) {
      await importer.service.cancel(importId);
    }
    const failed = await app.query("SELECT name, last_result FROM job_leases WHERE last_result LIKE 'FAILED%'");
    expect(failed).toEqual([]);
  }

  async function collect(cycles: number): Promise<void> {
    for (let cycle = 0; cycle < cycles; cycle++) {
      await runJobs(scheduledJobs().filter(({ name }) => name === 'collect'));
      clock.nowMs += CYCLE_MS;
    }
  }

  /** Over every column of every row up to an instant. */
  async function checksums(untilMs: number): Promise<string[]> {
    const totals: string[] = [];
    for (const table of ['ride_status_snapshots', 'queue_data']) {
      const rows = await app.query(`SELECT * FROM ${table} WHERE recorded_at <= ? ORDER BY 1, 2, 3`, [
        new Date(untilMs),
      ]);
      expect(rows.length).toBeGreaterThan(100);
      totals.push(`${table} ${rows.length} ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`);
    }
    return totals;
  }

  const kindsOf = (changes: readonly AuditedChange[]) => [...new Set(changes.map(({ kind }) => kind))].sort();

  it('are only added to, and seen longer, by the jobs and by an import of other instants', async () => {
    await runJobs(scheduledJobs());
    clock.nowMs += CYCLE_MS;
    await collect(CYCLES);
    expect((await importer.import(destinationId)).result).toBe('completed');
    await collect(2);
    expect(kindsOf(await takeAudit(app.dataSource))).toEqual(['EXTENDED']);
  });

  it.each(AGES)(
    'are the same, byte for byte, when they are %s old and every scheduled job has run',
    async (_, ageMs) => {
      const frozenMs = START + (CYCLES + 3) * CYCLE_MS;
      clock.nowMs = frozenMs + CYCLE_MS;
      const before = await checksums(frozenMs);
      clock.nowMs = frozenMs + ageMs;
      for (const job of scheduledJobs()) {
        await runJobs([job]);
        expect([job.name, ...(await checksums(frozenMs))]).toEqual([job.name, ...before]);
      }
      // All of them once more, now that the first round has worked for them.
      clock.nowMs += CYCLE_MS;
      await runJobs(scheduledJobs());
      expect(await checksums(frozenMs)).toEqual(before);
      expect(kindsOf(await takeAudit(app.dataSource)).filter((kind) => kind !== 'EXTENDED')).toEqual([]);
    },
  );

  it('are never taken away by a statement of migrations, jobs, collection, imports or endpoints', async () => {
    for (const path of ['/api/destinations', '/api/live/status-summary', '/api/health']) await app.get(path);
    const { sent } = recorder;
    expect(sent.filter(removesObservations)).toEqual([]);
    // It has really been listened to.
    for (const statement of [
      /^INSERT INTO ride_status_snapshots/,
      /^INSERT INTO queue_data/,
      /^UPDATE ride_status_snapshots/,
      /^ALTER TABLE ride_status_snapshots\s+REORGANIZE PARTITION/,
      /^CREATE TABLE/,
    ]) {
      expect([statement, sent.some((sql) => statement.test(sql.trim()))]).toEqual([statement, true]);
    }
  });

  describe('at the very instant of an observation of the archive', () => {
    let rows: LiveRow[];

    /** Two LIVE rows that are said again by the archive, the second one with another wait. */
    beforeEach(async () => {
      clock.nowMs += DAY_MS;
      const fromMs = clock.nowMs;
      await collect(3);
      rows = await app.query<LiveRow>(
        `SELECT r.themeparks_wiki_id AS uuid, p.themeparks_wiki_id AS parkUuid, p.timezone, s.recorded_at AS at, s.status,
                s.wait_time AS wait
           FROM ride_status_snapshots s JOIN rides r ON r.ride_id = s.ride_id JOIN parks p ON p.park_id = r.park_id
          WHERE s.recorded_at = ? AND s.data_source = 'LIVE' AND s.wait_time IS NOT NULL AND r.entity_type = 'ATTRACTION'
          ORDER BY r.ride_id LIMIT 2`,
        [new Date(fromMs)],
      );
      expect(rows).toHaveLength(2);
      writeEvents(rows.map((row, index) => ({ ...row, wait: row.wait + 5 * index })));
      clock.nowMs = fromMs + 12 * 3_600_000;
      await takeAudit(app.dataSource);
      recorder.sent.length = 0;
    });

    function writeEvents(reported: readonly LiveRow[]): void {
      const events = reported.map(({ uuid, parkUuid, timezone, at, status, wait }) =>
        archiveEvent({
          entityId: uuid,
          parkId: parkUuid,
          timezone,
          eventTime: at.toISOString(),
          data: { status, queue: { STANDBY: { waitTime: wait } } },
        }),
      );
      const day = reported[0]!.at.toISOString().slice(0, 10).replaceAll('-', '/');
      const file = join(folder.path, destinationId, `${day}.json.gz`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, zlibFile(events));
    }

    const dayOf = (row: LiveRow) => row.at.toISOString().slice(0, 10);

    it('give way to it, and only those: the row stays and says what the archive says', async () => {
      await importer.import(destinationId, { startDate: dayOf(rows[0]!), endDate: dayOf(rows[0]!) });
      const changes = await takeAudit(app.dataSource);
      expect(changes.map(({ kind, tableName, sourceBefore }) => `${tableName} ${sourceBefore} ${kind}`)).toEqual([
        'ride_status_snapshots LIVE CONFIRMED',
        'ride_status_snapshots LIVE REPLACED',
      ]);
      expect(changes.map(({ recordedAt }) => recordedAt)).toEqual([rows[0]!.at, rows[0]!.at]);
      expect(recorder.sent.filter(removesObservations)).toEqual([]);
    });

    it('stay as they are where the import is told so', async () => {
      const range = { startDate: dayOf(rows[0]!), endDate: dayOf(rows[0]!) };
      await importer.import(destinationId, { ...range, onConflict: 'live' });
      expect(await takeAudit(app.dataSource)).toEqual([]);
      expect(recorder.sent.filter(removesObservations)).toEqual([]);
    });

    it('are removed by nothing but an import with replaceLive: only LIVE rows, by one kind of statement', async () => {
      writeFileSync(join(folder.path, destinationId, fileAfter(rows[0]!.at)), zlibFile([]));
      const endDate = new Date(rows[0]!.at.getTime() + DAY_MS).toISOString().slice(0, 10);
      clock.nowMs += 2 * DAY_MS;
      await importer.import(destinationId, { startDate: dayOf(rows[0]!), endDate, replaceLive: true });
      const removed = (await takeAudit(app.dataSource)).filter(({ kind }) => kind === 'DELETED');
      expect(removed.length).toBeGreaterThan(2);
      expect(new Set(removed.map(({ sourceBefore }) => sourceBefore))).toEqual(new Set(['LIVE']));
      const statements = recorder.sent.filter(removesObservations);
      for (const statement of statements) {
        expect(statement.replace(/\s+/g, ' ')).toMatch(
          /^DELETE FROM (queue_data|ride_status_snapshots) WHERE ride_id IN \([\d,]+\) AND recorded_at >= '[^']+' AND recorded_at <= '[^']+' AND data_source = 'LIVE' AND \(last_confirmed_at IS NULL OR last_confirmed_at <= '[^']+'\)$/,
        );
      }
      expect(statements.length).toBeGreaterThan(0);
    });

    const fileAfter = (at: Date) =>
      `${new Date(at.getTime() + DAY_MS).toISOString().slice(0, 10).replaceAll('-', '/')}.json.gz`;
  });
});
