import type { ParseIssue } from '../../modules/import/parser/parsed-file.js';
import type { ImportFileRecord, ImportRecord } from '../../modules/import/import-record.js';
import { exitCodeOf, type ImportReport, reportOf, resumeCommand } from './import-report.js';
import { reportText } from './import-report-view.js';

const INSTANT = new Date('2025-01-01T00:00:00Z');

const record = (overrides: Partial<ImportRecord> = {}): ImportRecord => ({
  checkpointId: 1,
  importId: 'imp_1',
  destinationId: 1,
  destinationWikiId: 'b69b1d97-5912-4971-89da-d3c76134d023',
  destinationName: 'Sample Resort',
  parkId: null,
  parkWikiId: null,
  parkName: null,
  startDate: null,
  endDate: null,
  options: { onConflict: 'archive', replaceLive: false, origin: 'cli' },
  status: 'COMPLETED',
  requestedAction: null,
  resumesAt: null,
  lastProcessedDate: '2024-01-03',
  lastProcessedFile: null,
  filesTotal: 2,
  filesDone: 2,
  read: 1000,
  stored: 990,
  duplicate: 8,
  rejected: 2,
  queueRowsStored: 50,
  liveRowsRemoved: 0,
  errorsEncountered: 1,
  busyMs: 2000,
  leaseOwner: null,
  leaseUntil: null,
  attempts: 1,
  error: null,
  createdAt: INSTANT,
  startedAt: INSTANT,
  updatedAt: INSTANT,
  finishedAt: INSTANT,
  ...overrides,
});

const file = (fileDate: string, overrides: Partial<ImportFileRecord> = {}): ImportFileRecord => ({
  objectKey: `x/${fileDate.replaceAll('-', '/')}.json.gz`,
  fileDate,
  etag: 'e',
  sizeBytes: 10,
  read: 500,
  stored: 500,
  duplicate: 0,
  rejected: 0,
  queueRowsStored: 25,
  defect: null,
  issues: [],
  doneAt: INSTANT,
  ...overrides,
});

const report = (overrides: Partial<ImportReport> = {}): ImportReport => ({
  ...reportOf(record({ rejected: 0 }), 'completed', [], '2025-01-01'),
  ...overrides,
});

describe('the report of an import', () => {
  const issue: Omit<ParseIssue, 'count'> = {
    reason: 'UNKNOWN_STATUS',
    field: 'data.status',
    rejected: false,
    samples: [],
  };

  it('adds findings up over the files, the most frequent first', () => {
    const files = [
      file('2024-01-01', { issues: [{ ...issue, count: 3, samples: [{ index: 7, value: '"NEW"' }] }] }),
      file('2024-01-02', {
        issues: [
          { ...issue, count: 4, samples: [{ index: 0, value: '1' }] },
          { ...issue, reason: 'INVALID_DATA', count: 9, rejected: true },
        ],
      }),
    ];
    expect(reportOf(record(), 'completed', files, '2025-01-01').issues).toEqual([
      { reason: 'INVALID_DATA', field: 'data.status', rejected: true, events: 9, samples: [] },
      {
        reason: 'UNKNOWN_STATUS',
        field: 'data.status',
        rejected: false,
        events: 7,
        samples: [
          { file: 'x/2024/01/01.json.gz', index: 7, value: '"NEW"' },
          { file: 'x/2024/01/02.json.gz', index: 0, value: '1' },
        ],
      },
    ]);
  });

  it('says of each finding where it was met first, with the beginning of what stood there', () => {
    const samples = [
      { index: 17, value: `"${'a'.repeat(150)}"` },
      { index: 20, value: '"b"' },
    ];
    const issues = [{ ...issue, count: 2, rejected: true, samples }];
    const text = reportText([reportOf(record(), 'completed', [file('2024-01-01', { issues })], '2025-01-01')]);
    const where = `first at event 17 of x/2024/01/01.json.gz: "${'a'.repeat(59)}…`;
    expect(text).toContain(`2 events rejected: UNKNOWN_STATUS in data.status, ${where}\n`.trimEnd());
    expect(text).not.toContain('event 20');
  });

  it('calls events superseded, not kept, where another event of the same instant is stored', () => {
    const issues = [{ ...issue, reason: 'SAME_INSTANT_CONFLICT' as const, field: 'eventTime', count: 8 }];
    const text = reportText([reportOf(record(), 'completed', [file('2024-01-01', { issues })], '2025-01-01')]);
    expect(text).toContain('8 events superseded: SAME_INSTANT_CONFLICT in eventTime');
  });

  it('names defective files and missing days, the days only of a finished import', () => {
    const files = [file('2024-01-01'), file('2024-01-03', { defect: 'TRUNCATED' })];
    const done = reportOf(record(), 'completed', files, '2025-01-01');
    expect(done.defectiveFiles).toEqual([{ objectKey: 'x/2024/01/03.json.gz', defect: 'TRUNCATED' }]);
    expect(done.missingDays).toEqual([{ firstDay: '2024-01-02', lastDay: '2024-01-02', days: 1 }]);
    expect(reportOf(record({ status: 'IN_PROGRESS' }), 'interrupted', files, '2025-01-01').missingDays).toEqual([]);
  });

  it('shows all of it as text', () => {
    const files = [file('2024-01-01'), file('2024-01-03', { defect: 'TRUNCATED', issues: [{ ...issue, count: 3 }] })];
    const text = reportText([reportOf(record(), 'completed', files, '2025-01-01')]);
    for (const part of [
      'imp_1',
      '1,000',
      '990',
      '500',
      'UNKNOWN_STATUS',
      '2024/01/03.json.gz: TRUNCATED',
      '2024-01-02',
    ]) {
      expect(text).toContain(part);
    }
  });
});

describe('the exit code', () => {
  it.each([
    ['everything stored', [report()], false, 0],
    ['nothing to do', [], false, 0],
    ['events rejected', [report(), report({ rejected: 1 })], false, 3],
    ['a file that could not be read', [report({ defectiveFiles: [{ objectKey: 'k', defect: 'EMPTY' }] })], false, 3],
    ['a failure outweighs rejected data', [report({ rejected: 1 }), report({ result: 'failed' })], false, 1],
    ['somebody else has the import', [report({ result: 'elsewhere' })], false, 1],
    ['paused by somebody', [report({ result: 'paused' })], false, 130],
    ['cancelled by somebody', [report({ result: 'cancelled' })], false, 1],
    ['a signal', [report({ result: 'interrupted' }), report({ result: 'failed' })], true, 130],
    ['a signal before the second import', [report(), report({ result: 'not-begun' })], true, 130],
    ['a signal after the last file', [report()], true, 0],
  ])('%s', (_case, reports, stopped, code) => {
    expect(exitCodeOf(reports, stopped)).toBe(code);
  });
});

describe('the way to resume', () => {
  it('names the one import that is left, and otherwise all of them', () => {
    const left = report({ importId: 'imp_2', result: 'interrupted' });
    expect(resumeCommand([report(), left])).toBe('npm run import -- --resume imp_2');
    expect(resumeCommand([left, report({ result: 'not-begun' })])).toBe('npm run import -- --resume');
    expect(resumeCommand([report()])).toBeNull();
  });
});
