import { setTimeout } from 'node:timers/promises';
import { AppConfig } from '../../src/common/config/app-config.js';
import { Clock } from '../../src/common/time/clock.js';
import { AlertService } from '../../src/modules/alerts/alert.service.js';
import { JobLeaseService } from '../../src/modules/jobs/job-lease.service.js';
import type { GapList } from '../../src/modules/quality/gap.dto.js';
import type { IssueDetailView, IssueView, ResolvedIssuesView } from '../../src/modules/quality/issue.dto.js';
import type { QualitySummary } from '../../src/modules/quality/quality.dto.js';
import { QUALITY_CHECK_JOB } from '../../src/modules/quality/detection/quality-check.service.js';
import { QualityCheckRunService } from '../../src/modules/quality/quality-check-run.service.js';
import { ApiApp, type Json, type Sent } from '../api/support/api-app.js';
import { recordSentSql } from '../support/sent-sql.js';
import { LiveRows } from '../support/live-rows.js';
import { type TestDatabase, createTestDatabase } from '../support/test-database.js';

const NOW = Date.parse('2026-04-15T16:00:00Z');
const MINUTE_MS = 60_000;
const ago = (minutes: number) => new Date(NOW - minutes * MINUTE_MS);

class SetClock extends Clock {
  nowMs = NOW;
  override now(): Date {
    return new Date(this.nowMs);
  }
}

/**
 * A destination with two parks. One is open from 09:00 to 22:00 in Paris and observed every five minutes since 08:00 UTC,
 * except during an outage of the API from 12:00 to 13:00. The other one is closed today.
 */
describe('the quality admin API', () => {
  const clock = new SetClock();
  let database: TestDatabase;
  let api: ApiApp;

  beforeAll(async () => {
    database = await createTestDatabase('quality_api');
    api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { ROLE: 'api', COLLECT_ENABLED: 'true' },
      clock,
    });
    const rows = new LiveRows((sql, values) => api.query(sql, values));
    await rows.destination(1, 'Resort');
    await rows.park(11, 1, 'Open Park');
    await rows.park(12, 1, 'Closed Park');
    for (const rideId of [101, 102, 103]) await rows.ride(rideId, 11, `Ride ${rideId}`);
    await rows.ride(201, 12, 'Ride 201');
    await rows.schedule(11, '2026-04-15', new Date('2026-04-15T07:00:00Z'), new Date('2026-04-15T20:00:00Z'));
    await rows.schedule(12, '2026-04-14', new Date('2026-04-14T07:00:00Z'), new Date('2026-04-14T20:00:00Z'));
    await seedPolls();
    for (const rideId of [101, 102, 103]) {
      await observed(rideId, ago(480), ago(365), 20);
      await observed(rideId, ago(360), ago(245), 15);
      await observed(rideId, ago(180), ago(5), rideId === 101 ? 345 : 25);
      await rows.state(rideId, 'OPERATING', { from: ago(180), until: ago(5), wait: 25 });
    }
    await seedDays();
  });
  afterAll(async () => {
    await api?.close();
    await database?.drop();
  });

  async function observed(rideId: number, from: Date, until: Date, wait: number): Promise<void> {
    await api.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (?, ?, 'OPERATING', ?, ?, 'LIVE')`,
      [rideId, from, wait, until],
    );
  }

  async function seedPolls(): Promise<void> {
    for (let minutes = 480, runId = 1; minutes >= 5; minutes -= 5, runId++) {
      const failed = minutes <= 240 && minutes > 180;
      await api.query(
        'INSERT INTO collection_runs (run_id, started_at, finished_at, destinations_total) VALUES (?, ?, ?, 1)',
        [runId, ago(minutes), ago(minutes)],
      );
      await api.query(
        `INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at, error_code)
         VALUES (?, 1, ?, ?, ?)`,
        [runId, ago(minutes), failed ? null : ago(minutes), failed ? 'SERVER_ERROR' : null],
      );
    }
  }

  async function seedDays(): Promise<void> {
    for (const [parkId, date, snapshots] of [
      [11, '2026-04-15', 6],
      [12, '2026-04-14', 4],
    ]) {
      await api.query(
        `INSERT INTO park_daily_stats (park_id, stat_date, opens_at, closes_at, scheduled_ms, scheduled_observed_ms, snapshot_count,
           rides_tracked) VALUES (?, ?, ?, ?, 2 * 46800000, 2 * 42120000, ?, 2)`,
        [parkId, date, `${String(date)} 07:00:00`, `${String(date)} 20:00:00`, snapshots],
      );
    }
  }

  const summary = async () => (await api.get<Json<QualitySummary>>('/api/admin/quality/summary')).body;
  const gaps = async (query = '') => (await api.get<Json<GapList>>(`/api/admin/quality/gaps${query}`)).body;
  const issue = '/api/admin/quality/issues/{logId}';
  const patch = (logId: number, body: object) =>
    api.send<Json<IssueDetailView>>('patch', `/api/admin/quality/issues/${logId}`, { body, route: issue });

  /** The process serves HTTP only, so that no job runs automatically; a worker starts checks. */
  async function asWorker<T>(work: () => Promise<T>): Promise<T> {
    const config = api.app.get(AppConfig);
    config.ROLE = 'worker';
    return work().finally(() => (config.ROLE = 'api'));
  }

  /** Waits for the check in the background: while it holds the lease, another one would be skipped. */
  async function checkEnded(): Promise<void> {
    const lease = { name: QUALITY_CHECK_JOB, ttlMs: 60_000, work: () => Promise.resolve() };
    while (!(await api.app.get(JobLeaseService).runExclusive(lease)).ran) await setTimeout(20);
  }

  it('rejects a check while another one is in progress', async () => {
    const hold = { name: QUALITY_CHECK_JOB, ttlMs: 60_000 };
    const work = () => asWorker(() => api.send('post', '/api/admin/quality/check', { body: {} }));
    const { result } = (await api.app.get(JobLeaseService).runExclusive({ ...hold, work })) as { result: Sent };
    expect([result.status, result.body]).toMatchObject([409, { error: { code: 'QUALITY_CHECK_IN_PROGRESS' } }]);
  });

  it('starts a check of the requested range in the background, and rejects an empty range', async () => {
    const route = '/api/admin/quality/check';
    const check = (given: object) => asWorker(() => api.send('post', route, { body: given }));
    const { status, body } = await check({ startDate: '2026-04-15' });
    expect([status, body]).toEqual([202, { from: '2026-04-15T00:00:00.000Z', to: '2026-04-15T16:00:00.000Z' }]);
    const refused = await check({ startDate: '2026-04-16' });
    expect([refused.status, refused.body]).toMatchObject([400, { error: { code: 'DATE_OUT_OF_RANGE' } }]);
    const unknown = await check({ parkId: 999 });
    expect([unknown.status, unknown.body]).toMatchObject([404, { error: { code: 'PARK_NOT_FOUND' } }]);
    await checkEnded();
  });

  it('lists an outage as one gap with its reason, even after repeated checks', async () => {
    await api.app.get(QualityCheckRunService).run(new AbortController().signal);
    const { data, page, summary: totals } = await gaps();
    expect(page.total).toBe(1);
    expect(data).toMatchObject([
      {
        type: 'API_UNAVAILABLE',
        source: 'LIVE',
        entityType: 'PARK',
        entityId: 11,
        entityName: 'Open Park',
        parkName: 'Open Park',
        startsAt: '2026-04-15T11:55:00.000Z',
        endsAt: '2026-04-15T13:00:00.000Z',
        hours: 1.08,
        isOngoing: false,
        resolutionStatus: 'OPEN',
      },
    ]);
    expect(totals).toEqual({
      bySource: [{ source: 'LIVE', count: 1, hours: 1.08 }],
      byStatus: [{ resolutionStatus: 'OPEN', count: 1, hours: 1.08 }],
    });
  });

  it.each([
    ['?parkId=11', 1],
    ['?parkId=12', 0],
    ['?rideId=101', 1],
    ['?rideId=201', 0],
    ['?source=ARCHIVE', 0],
    ['?minGapHours=1', 1],
    ['?minGapHours=1.5', 0],
    ['?from=2026-04-15T13:00:00Z', 0],
    ['?from=2026-04-15T11:56:00Z&to=2026-04-15T12:59:00Z', 1],
    ['?to=2026-04-15T11:55:00Z', 0],
  ])('filters gaps by %s', async (query, expected) => {
    expect((await gaps(query)).page.total).toBe(expected);
  });

  it.each([
    ['gaps?from=2026-04-15T12:59:00Z&to=2026-04-15T11:56:00Z', 400, 'DATE_OUT_OF_RANGE'],
    ['gaps?parkId=99', 404, 'PARK_NOT_FOUND'],
    ['issues?parkId=99', 404, 'PARK_NOT_FOUND'],
  ])('rejects %s with %i', async (query, status, code) => {
    const refused = await api.get(`/api/admin/quality/${query}`);
    expect([refused.status, refused.body]).toMatchObject([status, { error: { code } }]);
  });

  it('counts missing archive days as a gap of every park and ride of the destination', async () => {
    await api.query(
      `INSERT INTO data_quality_log (issue_type, reason, entity_type, entity_id, window_start, window_end,
              records_affected, fingerprint, first_seen_at, last_seen_at, description)
       VALUES ('GAP', 'MISSING_ARCHIVE', 'DESTINATION', 1, '2026-04-01', '2026-04-03', 2, 'f', ?, ?, 'two days')`,
      [ago(1), ago(1)],
    );
    for (const query of ['?parkId=12&source=ARCHIVE', '?rideId=201&source=ARCHIVE&minGapHours=48']) {
      expect((await gaps(query)).data).toMatchObject([{ type: 'MISSING_ARCHIVE', hours: 48, parkId: null }]);
    }
    await api.query("UPDATE data_quality_log SET resolution_status = 'WONTFIX' WHERE fingerprint = 'f'");
  });

  it('lists issues by type, status and park, and returns one with its history', async () => {
    const list = (query: string) => api.get<{ data: Json<IssueView>[] }>(`/api/admin/quality/issues${query}`);
    const { body } = await list('?issueType=SUSPICIOUS&status=OPEN&parkId=11');
    expect(body.data).toMatchObject([
      { reason: 'WAIT_OUT_OF_RANGE', entityId: 101, entityName: 'Ride 101', sample: [{ waitMinutes: 345 }] },
    ]);
    expect((await list('?parkId=11&importId=imp_1')).body.data).toEqual([]);
    // the column is ASCII, and the server rejects a comparison with other characters
    expect((await list('?importId=%F0%9F%98%80')).status).toBe(400);
    const shown = await api.get<Json<IssueDetailView>>(`/api/admin/quality/issues/${body.data[0]!.logId}`, issue);
    expect(shown.body.history).toEqual([]);
    expect((await api.get('/api/admin/quality/issues/999', issue)).status).toBe(404);
  });

  it('changes the status of an issue only as allowed, and records every change', async () => {
    const { logId } = (await gaps('?source=LIVE')).data[0]!;
    expect((await patch(logId, { resolutionStatus: 'INVESTIGATING' })).status).toBe(200);
    expect((await patch(logId, { resolutionStatus: 'INVESTIGATING', resolutionNotes: 'asked them' })).status).toBe(200);
    expect((await patch(logId, { resolutionStatus: 'WONTFIX', resolutionNotes: 'it was they' })).status).toBe(200);
    const refused = await patch(logId, { resolutionStatus: 'RESOLVED' });
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { error: { code: 'ISSUE_STATE_CONFLICT', details: { resolutionStatus: 'WONTFIX', allowed: ['OPEN'] } } },
    ]);
    expect((await patch(logId, { resolutionStatus: 'DONE' })).status).toBe(400);
    expect((await patch(999, { resolutionStatus: 'OPEN' })).status).toBe(404);
    await api.app.get(QualityCheckRunService).run(new AbortController().signal);
    const { body } = await api.get<Json<IssueDetailView>>(`/api/admin/quality/issues/${logId}`, issue);
    expect([body.resolutionStatus, body.resolutionNotes]).toEqual(['WONTFIX', 'it was they']);
    expect(body.history.map(({ fromStatus, toStatus, notes }) => [fromStatus, toStatus, notes])).toEqual([
      ['OPEN', 'INVESTIGATING', null],
      ['INVESTIGATING', 'INVESTIGATING', 'asked them'],
      ['INVESTIGATING', 'WONTFIX', 'it was they'],
    ]);
    await patch(logId, { resolutionStatus: 'OPEN' });
  });

  describe('several issues at once', () => {
    const route = '/api/admin/quality/issues';
    type Listed = { data: Json<IssueView>[] };
    const list = async (query: string) => (await api.get<Listed>(`${route}${query}`, route)).body.data;
    const patchAll = (body: object) => api.send<Json<ResolvedIssuesView>>('patch', route, { body });

    beforeAll(async () => {
      for (const [name, status] of [
        ['b1', 'OPEN'],
        ['b2', 'INVESTIGATING'],
        ['b3', 'OPEN'],
      ]) {
        await api.query(
          `INSERT INTO data_quality_log (issue_type, reason, entity_type, entity_id, park_id, records_affected, fingerprint,
                  first_seen_at, last_seen_at, description, resolution_status, resolution_notes)
           VALUES ('MISSING_FIELD', 'NO_METADATA', 'PARK', 12, 12, 1, ?, ?, ?, ?, ?, 'as before')`,
          [name, ago(2_000), ago(1_500), name, status],
        );
      }
    });
    const bulk = async (more = '') => {
      const found = await list(`?issueType=MISSING_FIELD&parkId=12${more}`);
      return found.filter(({ description }) => /^b\d$/.test(description)).sort((a, b) => a.logId - b.logId);
    };

    it('are resolved with one note, and reopened as they were', async () => {
      const logIds = (await bulk()).map(({ logId }) => logId);
      const resolved = await patchAll({ logIds, resolutionStatus: 'RESOLVED', resolutionNotes: 'all imported' });
      expect([resolved.status, resolved.body.data]).toEqual([
        200,
        ['OPEN', 'INVESTIGATING', 'OPEN'].map((fromStatus, at) => ({
          ...{ logId: logIds[at], fromStatus, toStatus: 'RESOLVED' },
        })),
      ]);
      const states = async () => (await bulk()).map((one) => [one.resolutionStatus, one.resolutionNotes]);
      expect(await states()).toEqual(Array(3).fill(['RESOLVED', 'all imported']));
      const { history } = (await api.get<Json<IssueDetailView>>(`${route}/${logIds[1]}`, issue)).body;
      expect(history).toMatchObject([{ fromStatus: 'INVESTIGATING', toStatus: 'RESOLVED', notes: 'all imported' }]);
      expect((await patchAll({ logIds, resolutionStatus: 'OPEN', resolutionNotes: 'undone' })).status).toBe(200);
      expect(await states()).toEqual(Array(3).fill(['OPEN', 'undone']));
    });

    it('all stay as they are if one of them does not allow the change, or does not exist', async () => {
      const [first, second, third] = (await bulk()).map(({ logId }) => logId) as [number, number, number];
      await patch(second, { resolutionStatus: 'WONTFIX' });
      const before = await bulk();
      const refused = await patchAll({ logIds: [first, second, third], resolutionStatus: 'RESOLVED' });
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { error: { code: 'ISSUE_STATE_CONFLICT', details: { logId: second, resolutionStatus: 'WONTFIX' } } },
      ]);
      const unknown = await patchAll({ logIds: [first, 999_999], resolutionStatus: 'RESOLVED' });
      expect([unknown.status, unknown.body]).toMatchObject([404, { error: { details: { logId: 999_999 } } }]);
      expect(await bulk()).toEqual(before);
      await patch(second, { resolutionStatus: 'OPEN' });
    });

    it('are changed once if two people decide at the same moment', async () => {
      const logIds = (await bulk()).map(({ logId }) => logId);
      const both = await Promise.all(
        ['RESOLVED', 'WONTFIX'].map((resolutionStatus) =>
          patchAll({ logIds: resolutionStatus === 'WONTFIX' ? [...logIds].reverse() : logIds, resolutionStatus }),
        ),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(new Set((await bulk()).map(({ resolutionStatus }) => resolutionStatus)).size).toBe(1);
      await patchAll({ logIds, resolutionStatus: 'OPEN' });
    });

    it.each([
      [{ logIds: [], resolutionStatus: 'OPEN' }],
      [{ logIds: [1, 1], resolutionStatus: 'OPEN' }],
      [{ logIds: [0], resolutionStatus: 'OPEN' }],
      [{ logIds: 'all', resolutionStatus: 'OPEN' }],
      [{ logIds: [1] }],
      [{ logIds: Array.from({ length: 201 }, (_, at) => at + 1), resolutionStatus: 'OPEN' }],
    ])('are refused as %j', async (body) => {
      expect((await patchAll(body)).status).toBe(400);
    });

    it('are listed by severity, which each of them has', async () => {
      const severityOf = async (severity: string) => list(`?severity=${severity}&limit=200`);
      const [high, medium, low] = await Promise.all(['HIGH', 'MEDIUM', 'LOW'].map(severityOf));
      expect(new Set(high!.map((one) => [one.issueType, one.severity].join()))).toEqual(new Set(['GAP,HIGH']));
      expect(medium!.map(({ reason, severity }) => [reason, severity])).toContainEqual(['WAIT_OUT_OF_RANGE', 'MEDIUM']);
      expect(low!.map(({ reason }) => reason)).toContain('NO_METADATA');
      const all = await list('?limit=200');
      expect(high!.length + medium!.length + low!.length).toBe(all.length);
      expect((await api.get(`${route}?severity=WORST`, route)).status).toBe(400);
    });

    it('are listed by the period in which they were found', async () => {
      const count = async (query: string) => (await bulk(`&${query}`)).length;
      const at = (minutes: number) => ago(minutes).toISOString();
      expect(await count(`from=${at(1_500)}`)).toBe(3);
      expect(await count(`from=${at(1_499)}`)).toBe(0);
      expect(await count(`to=${at(1_999)}`)).toBe(3);
      expect(await count(`to=${at(2_000)}`)).toBe(0);
      expect(await count(`from=${at(1_800)}&to=${at(1_700)}`)).toBe(3);
      expect((await api.get(`${route}?from=${at(1)}&to=${at(2)}`, route)).status).toBe(400);
    });
  });

  it('changes the status of an issue once if two people decide at the same moment', async () => {
    const { logId } = (await gaps('?source=LIVE')).data[0]!;
    const { history: before } = (await api.get<Json<IssueDetailView>>(`/api/admin/quality/issues/${logId}`, issue))
      .body;
    const both = await Promise.all(
      ['RESOLVED', 'WONTFIX'].map((resolutionStatus) => patch(logId, { resolutionStatus })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const reopened = await patch(logId, { resolutionStatus: 'OPEN' });
    expect(reopened.body.history).toHaveLength(before.length + 2);
  });

  it('reports the freshness of each park; a closed park is CLOSED, not STALE', async () => {
    // a placeholder park for entities without a park: hotels stay there
    await api.query("INSERT INTO parks (park_id, destination_id, name) VALUES (13, 1, 'Park not known')");
    const rows = new LiveRows((sql, values) => api.query(sql, values));
    await rows.ride(301, 13, 'Hotel', 'HOTEL');
    await rows.state(301, 'OPERATING', { from: ago(180), until: ago(5) });
    const { body } = await api.get<{ data: object[] }>('/api/admin/quality/freshness');
    expect(body.data).toEqual([
      { parkId: 12, name: 'Closed Park', lastSnapshotAt: null, minutesSince: null, freshness: 'CLOSED' },
      {
        parkId: 11,
        name: 'Open Park',
        lastSnapshotAt: '2026-04-15T15:55:00.000Z',
        minutesSince: 5,
        freshness: 'FRESH',
      },
    ]);
    for (const table of ['ride_current', 'rides']) await api.query(`DELETE FROM ${table} WHERE ride_id = 301`);
    await api.query('DELETE FROM parks WHERE park_id = 13');
  });

  it('reports the observed share of the opening hours, its sources, and why days are missing', async () => {
    const route = '/api/admin/quality/coverage';
    // The placeholder of a destination that has no ride without a park is not listed.
    await api.query(
      "INSERT INTO parks (park_id, destination_id, name) SELECT 14, destination_id, 'Park not known' FROM parks WHERE park_id = 11",
    );
    const { body } = await api.get(`${route}?startDate=2026-04-14&endDate=2026-04-16`);
    await api.query('DELETE FROM parks WHERE park_id = 14');
    expect(body).toMatchObject({
      parks: [
        {
          parkId: 12,
          days: [{ date: '2026-04-14', sources: ['ARCHIVE'], reason: null }],
          missingDays: [{ date: '2026-04-15', reason: 'NO_DATA' }],
        },
        {
          parkId: 11,
          coverage: 0.9,
          days: [{ date: '2026-04-15', coverage: 0.9, scheduledHours: 13, snapshots: 6, sources: ['LIVE'] }],
          missingDays: [{ date: '2026-04-14', reason: 'NO_DATA' }],
        },
      ],
    });
    const archive = await api.get(`${route}?startDate=2026-04-02&endDate=2026-04-02&parkId=11`);
    expect(archive.body).toMatchObject({
      parks: [{ missingDays: [{ date: '2026-04-02', reason: 'MISSING_ARCHIVE' }] }],
    });
    expect((await api.get(`${route}?startDate=2026-01-01&endDate=2026-04-02`)).status).toBe(400);
    expect((await api.get(`${route}?startDate=2026-04-02&endDate=2026-04-02&parkId=99`)).status).toBe(404);
  });

  it('reads the published hours of all parks in one query', async () => {
    const asked = async (query: string) => {
      const { sent, stop } = recordSentSql();
      await api.get(`/api/admin/quality/coverage?startDate=2026-04-14&endDate=2026-04-15${query}`);
      stop();
      return sent.filter((sql) => sql.includes('park_schedules')).length;
    };
    expect(await asked('')).toBe(await asked('&parkId=11'));
  });

  it('reports no day as missing before it begins in local time, and assigns live data to local days', async () => {
    await api.query("UPDATE parks SET timezone = 'America/Los_Angeles' WHERE park_id = 11");
    await api.query("INSERT INTO park_daily_stats (park_id, stat_date, snapshot_count) VALUES (11, '2026-04-16', 1)");
    clock.nowMs = Date.parse('2026-04-17T05:00:00Z');
    await api.query(
      `INSERT INTO collection_runs (run_id, started_at, finished_at, destinations_total) VALUES (900, ?, ?, 1)`,
      [new Date(clock.nowMs), new Date(clock.nowMs)],
    );
    await api.query(
      `INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at) VALUES (900, 1, ?, ?)`,
      [new Date(clock.nowMs), new Date(clock.nowMs)],
    );
    const { body } = await api.get('/api/admin/quality/coverage?startDate=2026-04-16&endDate=2026-04-17&parkId=11');
    expect(body).toMatchObject({ parks: [{ days: [{ date: '2026-04-16', sources: ['LIVE'] }], missingDays: [] }] });
    await api.query('DELETE FROM collection_run_destinations WHERE run_id = 900');
    await api.query('DELETE FROM collection_runs WHERE run_id = 900');
    await api.query("UPDATE parks SET timezone = 'Europe/Paris' WHERE park_id = 11");
    clock.nowMs = NOW;
  });

  it('summarises the health with its reasons, and the counts of each source', async () => {
    expect(await summary()).toMatchObject({
      health: 'DEGRADED',
      reasons: [{ rule: 'COLLECTION_UPTIME' }, { rule: 'UNRESOLVED_GAPS' }],
      collection: { uptimePercent: 87.5, runs: 96, polls: 96, failedPolls: 12 },
      freshness: { fresh: 1, normal: 0, stale: 0, closed: 1 },
      openGaps: { count: 1 },
      observations: { last_24h: { LIVE: 9, ARCHIVE: 0 }, last_30d: { LIVE: 9, ARCHIVE: 0 } },
    });
    expect((await api.get<Json<QualitySummary>>('/api/admin/quality/summary?period=last_7d')).body.period).toBe(
      'last_7d',
    );
    expect((await api.get('/api/admin/quality/summary?period=ever')).status).toBe(400);
  });

  it('raises an alert when the health becomes critical, reports it as degraded in /api/health, and clears it afterwards', async () => {
    const health = async () =>
      (await api.get<{ status: string; details: { alerts: { critical: { key: string }[] } } }>('/api/health')).body;
    expect((await health()).details.alerts.critical).toEqual([]);
    clock.nowMs = NOW + 60 * MINUTE_MS;
    await api.app.get(QualityCheckRunService).run(new AbortController().signal);
    expect((await summary()).reasons.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual([
      'CRITICAL COLLECTION_STOPPED',
      'DEGRADED COLLECTION_IDLE',
      'CRITICAL COLLECTION_UPTIME',
      'CRITICAL STALE_PARKS',
      'DEGRADED UNRESOLVED_GAPS',
    ]);
    expect(await health()).toMatchObject({
      status: 'degraded',
      details: { alerts: { critical: [{ key: 'quality.health' }] } },
    });
    clock.nowMs = NOW;
    await api.app.get(QualityCheckRunService).run(new AbortController().signal);
    expect((await health()).details.alerts.critical).toEqual([]);
    expect(await api.app.get(AlertService).history()).toMatchObject([{ key: 'quality.health', severity: 'CRITICAL' }]);
  });
});
