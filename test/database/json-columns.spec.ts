import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../../src/common/database/sql-helpers.js';
import { MAX_JSON_DEPTH, canonicalJson } from '../../src/common/reading/canonical-json.js';
import { DataQualityLog, DataQualityLogHistory } from '../../src/modules/findings/data-quality-log.entity.js';
import { FindingRepository } from '../../src/modules/findings/finding.repository.js';
import { type Finding, fingerprintOf } from '../../src/modules/findings/finding.js';
import { ResolutionRepository } from '../../src/modules/findings/resolution.repository.js';
import { LiveDetailRepository } from '../../src/modules/collector/cycle/live-detail.sql.js';
import { IssueRepository } from '../../src/modules/quality/issue.sql.js';
import { IssueQuery } from '../../src/modules/quality/issue.dto.js';
import { LiveRows } from '../support/live-rows.js';
import { type OpenDatabase, openMigratedDatabase } from '../support/migrated-database.js';

/** Values that change, or cannot be parsed, if their text is parsed twice. */
const VALUES = ['5', 'null', '{"a":1}', '"5"', 'no JSON', '', 5, true, ['5'], { a: 'null' }];
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const AT = new Date('2024-06-01T00:00:00Z');

const finding = (sample: unknown): Finding => ({
  issueType: 'INVALID',
  reason: 'UNKNOWN_STATUS',
  identity: ['key', JSON.stringify(sample).slice(0, 100)],
  entityType: null,
  entityId: null,
  parkId: null,
  importId: null,
  windowStart: null,
  windowEnd: null,
  recordsAffected: 1,
  description: 'a finding',
  sample,
});

describe('JSON columns', () => {
  let open: OpenDatabase;
  let findings: FindingRepository;
  const record = (sample: unknown) =>
    open.dataSource.transaction((manager) => findings.record(manager, [finding(sample)], AT));

  beforeAll(async () => {
    open = await openMigratedDatabase('json_columns');
    const logged = open.dataSource.getRepository(DataQualityLog);
    const history = open.dataSource.getRepository(DataQualityLogHistory);
    findings = new FindingRepository(logged, new ResolutionRepository(logged, history));
    const rows = new LiveRows(open.dataSource.query.bind(open.dataSource));
    await rows.destination(1, 'Resort');
    await rows.park(1, 1, 'Park');
    await rows.ride(1, 1, 'Ride');
    await open.dataSource.query('CREATE TABLE json_values (id INT PRIMARY KEY, value JSON NULL)');
  });
  afterAll(() => open.close());

  it('are returned as text, from plain and from prepared statements', async () => {
    for (const [id, value] of VALUES.entries()) {
      await open.dataSource.query('INSERT INTO json_values VALUES (?, ?)', [id, JSON.stringify(value)]);
    }
    const rows = await open.dataSource.query<{ value: string }[]>('SELECT value FROM json_values ORDER BY id');
    expect(rows.map(({ value }) => readJson(value))).toEqual(VALUES);
  });

  it.each(VALUES)('store the sample %j of a finding unchanged', async (sample) => {
    await record(sample);
    expect(await findings.findSample(fingerprintOf(finding(sample)))).toEqual(sample);
    const issues = await new IssueRepository(open.dataSource).find(Object.assign(new IssueQuery(), { limit: 1 }));
    expect(issues[0]!.sample).toEqual(sample);
    await open.dataSource.query('DELETE FROM data_quality_log_history');
    await open.dataSource.query('DELETE FROM data_quality_log');
  });

  it.each(['5', 'null', ['5'], { time: 'null' }])('store the live detail %j unchanged', async (detail) => {
    const repository = new LiveDetailRepository();
    const row = { rideId: 1, detailType: 'SHOWTIMES', json: canonicalJson(detail)! } as const;
    const runs = [{ ...row, recordedAtMs: AT.getTime(), lastConfirmedAtMs: AT.getTime() }];
    await repository.insert(open.dataSource.manager, runs);
    const newest = await repository.findCurrent(open.dataSource.manager, [1], AT.getTime());
    expect(newest.map(({ json }) => json)).toEqual([canonicalJson(detail)]);
    await open.dataSource.query('DELETE FROM entity_live_details');
  });

  it('accept values at the maximum depth of the readers', async () => {
    const deepest = canonicalJson(nested(MAX_JSON_DEPTH));
    expect(canonicalJson(nested(MAX_JSON_DEPTH + 1))).toBeNull();
    await open.dataSource.query('REPLACE INTO json_values VALUES (99, ?)', [deepest]);
    const [row] = await open.dataSource.query<{ value: string }[]>('SELECT value FROM json_values WHERE id = 99');
    expect(readJson(row!.value)).toEqual(nested(MAX_JSON_DEPTH));
  });

  it.each([
    ['nested too deep', nested(MAX_JSON_DEPTH + 1), 'nested too deep'],
    ['a lone surrogate', { name: '\ud83c' }, { name: '\ufffd' }],
    ['an instant', { at: AT }, { at: AT.toISOString() }],
  ])('store a finding whose sample is %s', async (_, sample, kept) => {
    await record(sample);
    expect(await findings.findSample(fingerprintOf(finding(sample)))).toEqual(kept);
  });

  it('are parsed in one place, so no repository guesses whether a value is text', () => {
    const sources = readdirSync('src/modules', { recursive: true, encoding: 'utf8' }).filter((path) =>
      /(\.repository|-rows|-columns)\.ts$/.test(path),
    );
    const guessing = sources.filter((path) => readFileSync(join('src/modules', path), 'utf8').includes('JSON.parse('));
    expect(guessing.filter((path) => !path.endsWith('finding.repository.ts'))).toEqual([]);
    expect(sources.length).toBeGreaterThan(30);
  });
});
