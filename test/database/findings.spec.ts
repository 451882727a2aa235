import { DataQualityLog, DataQualityLogHistory } from '../../src/modules/findings/data-quality-log.entity.js';
import type { Finding } from '../../src/modules/findings/finding.js';
import { FindingRepository } from '../../src/modules/findings/finding.repository.js';
import { ResolutionRepository } from '../../src/modules/findings/resolution.repository.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

const FIRST = new Date('2024-07-01T12:00:00.000Z');
const LATER = new Date('2024-07-02T12:00:00.000Z');

const finding = (overrides: Partial<Finding> = {}): Finding => ({
  issueType: 'INVALID',
  reason: 'UNKNOWN_STATUS',
  identity: ['key', 'data.status'],
  entityType: 'FILE',
  entityId: null,
  parkId: 4,
  importId: 'imp_1',
  windowStart: new Date('2024-06-01T00:00:00Z'),
  windowEnd: new Date('2024-06-02T00:00:00Z'),
  recordsAffected: 3,
  description: 'three events',
  sample: [{ index: 1, value: '"BROKEN"' }],
  ...overrides,
});

describe('the log of findings', () => {
  let open: OpenDatabase;
  let repository: FindingRepository;

  const record = (findings: Finding[], observedAt = FIRST) =>
    open.dataSource.transaction((manager) => repository.record(manager, findings, observedAt));
  const log = () =>
    open.dataSource.query<Record<string, unknown>[]>(
      `SELECT issue_type AS type, reason, import_id AS importId, records_affected AS affected, occurrences, description,
              CAST(sample AS CHAR) AS sample, first_seen_at AS first, last_seen_at AS last, resolution_status AS status,
              window_start AS start
         FROM data_quality_log ORDER BY log_id`,
    );

  beforeAll(async () => {
    open = await openMigratedDatabase('findings');
    const logged = open.dataSource.getRepository(DataQualityLog);
    const history = open.dataSource.getRepository(DataQualityLogHistory);
    repository = new FindingRepository(logged, new ResolutionRepository(logged, history));
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    await open.dataSource.query('DELETE FROM data_quality_log_history');
    await open.dataSource.query('DELETE FROM data_quality_log');
  });

  it('stores a finding as open, with its import and source', async () => {
    await record([finding()]);
    const [row] = await log();
    expect(row).toEqual({
      type: 'INVALID',
      reason: 'UNKNOWN_STATUS',
      importId: 'imp_1',
      affected: 3,
      occurrences: 1,
      description: 'three events',
      sample: expect.stringContaining('BROKEN') as unknown,
      first: FIRST,
      last: FIRST,
      status: 'OPEN',
      start: new Date('2024-06-01T00:00:00Z'),
    });
  });

  it('merges further occurrences of a finding, from its first to its last window', async () => {
    const day = (date: string, recordsAffected: number) =>
      finding({
        ...{ identity: ['uuid', 'localTime'], accumulates: true, recordsAffected, description: date },
        ...{ windowStart: new Date(`${date}T00:00:00Z`), windowEnd: new Date(`${date}T23:00:00Z`) },
      });
    await record([day('2024-06-02', 3), finding()]);
    await record([day('2024-06-05', 4), finding()], LATER);
    await record([day('2024-06-01', 1)], LATER);
    // Found again in the same window, it replaces the count of that window.
    await record([day('2024-06-05', 4)], LATER);
    expect((await log())[0]).toMatchObject({ occurrences: 2, affected: 3, description: 'three events' });
    const [row] = await open.dataSource.query<Record<string, unknown>[]>(
      `SELECT occurrences, records_affected AS affected, description, window_start AS start, window_end AS end
         FROM data_quality_log WHERE description <> 'three events'`,
    );
    expect(row).toMatchObject({
      ...{ occurrences: 4, affected: 8, description: '2024-06-02' },
      ...{ start: new Date('2024-06-01T00:00:00Z'), end: new Date('2024-06-05T23:00:00Z') },
    });
  });

  it('counts a repeated finding, and keeps its resolution', async () => {
    await record([finding()]);
    await open.dataSource.query(`UPDATE data_quality_log SET resolution_status = 'WONTFIX'`);
    await record([finding({ importId: 'imp_2', recordsAffected: 5, description: 'five', sample: null })], LATER);
    expect(await log()).toEqual([
      expect.objectContaining({
        occurrences: 2,
        importId: 'imp_2',
        affected: 5,
        description: 'five',
        sample: null,
        first: FIRST,
        last: LATER,
        status: 'WONTFIX',
      }),
    ]);
  });

  it('reopens a resolved finding that is found again, and records that in its history', async () => {
    await record([finding(), finding({ identity: ['other'] })]);
    await open.dataSource.query(
      `UPDATE data_quality_log SET resolution_status = 'RESOLVED', resolution_notes = 'mended'`,
    );
    await record([finding()], LATER);
    const [again, other] = await log();
    expect([again!.status, other!.status]).toEqual(['OPEN', 'RESOLVED']);
    expect(
      await open.dataSource.query('SELECT from_status, to_status, notes, changed_at FROM data_quality_log_history'),
    ).toEqual([
      {
        from_status: 'RESOLVED',
        to_status: 'OPEN',
        notes: 'Reopened automatically: it was found again',
        changed_at: LATER,
      },
    ]);
  });

  it('keeps the first import of a finding unless an import finds it again', async () => {
    await record([finding()]);
    await record([finding({ importId: null })]);
    expect(await log()).toEqual([expect.objectContaining({ importId: 'imp_1', occurrences: 2 })]);
  });

  it('stores several findings at once, including repeated ones', async () => {
    await record([finding(), finding({ identity: ['other'] }), finding()]);
    expect((await log()).map(({ occurrences }) => occurrences).sort()).toEqual([1, 2]);
    await record([]);
    expect(await log()).toHaveLength(2);
  });

  it('truncates a description that is too long for its column', async () => {
    await record([finding({ description: 'é'.repeat(2_000) })]);
    expect((await log())[0]!.description).toBe('é'.repeat(1_024));
  });

  it('is rolled back with its transaction', async () => {
    const failed = open.dataSource.transaction(async (manager) => {
      await repository.record(manager, [finding()], FIRST);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await log()).toEqual([]);
  });
});
