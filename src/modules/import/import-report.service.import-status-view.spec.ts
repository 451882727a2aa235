import type { ImportRecord } from './import-record.js';
import { importStatusView } from './import-report.service.js';

const NOW = new Date('2024-06-01T12:00:00Z');
const LATER = new Date('2024-06-01T12:00:30Z');

const record = (overrides: Partial<ImportRecord> = {}): ImportRecord => ({
  checkpointId: 1,
  importId: 'imp_1',
  destinationId: 3,
  destinationWikiId: '89db5d43-c434-4097-b71f-f6869f495a22',
  destinationName: 'Resort',
  parkId: null,
  parkWikiId: null,
  parkName: null,
  startDate: null,
  endDate: null,
  options: { onConflict: 'archive', replaceLive: false, origin: 'api' },
  status: 'IN_PROGRESS',
  requestedAction: null,
  resumesAt: null,
  lastProcessedDate: '2024-03-03',
  lastProcessedFile: null,
  filesTotal: 1000,
  filesDone: 250,
  read: 50_000,
  stored: 50_000,
  duplicate: 0,
  rejected: 0,
  queueRowsStored: 0,
  liveRowsRemoved: 0,
  errorsEncountered: 0,
  busyMs: 10_000,
  leaseOwner: 'worker',
  leaseUntil: LATER,
  attempts: 1,
  error: null,
  createdAt: NOW,
  startedAt: NOW,
  updatedAt: NOW,
  finishedAt: null,
  ...overrides,
});
const view = (overrides: Partial<ImportRecord> = {}) => importStatusView(record(overrides), NOW);

describe('the status of an import', () => {
  it('computes speed and remaining time from the working time', () => {
    expect(view().performance).toEqual({ eventsPerSecond: 5000, etaSeconds: 30 });
  });

  it.each([
    ['waits', { status: 'PENDING', leaseUntil: null }],
    ['is paused', { status: 'PAUSED', leaseUntil: null }],
    ['is interrupted', { leaseUntil: NOW }],
    ['has not listed the archive', { filesTotal: null, filesDone: 0 }],
    ['has done no file', { filesDone: 0 }],
  ] as const)('promises no end while it %s', (_, overrides) => {
    expect(view(overrides).performance.etaSeconds).toBeNull();
  });

  it('has no speed before any work', () => {
    expect(view({ busyMs: 0, read: 0 }).performance.eventsPerSecond).toBeNull();
  });

  it.each([
    [0, 1000, 0],
    [333, 1000, 33.3],
    [9999, 10_000, 99.9],
    [1000, 1000, 100],
    [0, 0, 100],
    [0, null, null],
  ])('%d of %s files are %s percent: 100 only when nothing is left', (filesDone, filesTotal, percent) => {
    expect(view({ filesDone, filesTotal }).progress.percent).toBe(percent);
  });

  it('is interrupted if the lease is not renewed, unless it was resumed and waits for a worker', () => {
    expect(view({ leaseUntil: NOW }).interrupted).toBe(true);
    expect(view({ leaseUntil: null, requestedAction: 'RESUME' }).interrupted).toBe(false);
    expect(view().interrupted).toBe(false);
    expect(view({ status: 'PAUSED', leaseUntil: null }).interrupted).toBe(false);
  });

  it('lists the failure first, then the unreadable files', () => {
    const failed = record({
      status: 'FAILED',
      errorsEncountered: 2,
      error: { code: 'ARCHIVE_UNAVAILABLE', message: 'away' },
    });
    const files = [
      { objectKey: 'a.json.gz', defect: 'EMPTY' },
      { objectKey: 'b.json.gz', defect: 'A_WORD_OF_THE_FUTURE' },
    ];
    expect(importStatusView(failed, NOW, files).errors).toEqual({
      count: 2,
      latest: [
        { file: null, reason: 'ARCHIVE_UNAVAILABLE', detail: 'away' },
        { file: 'a.json.gz', reason: 'EMPTY', detail: 'The file is empty' },
        { file: 'b.json.gz', reason: 'A_WORD_OF_THE_FUTURE', detail: 'The file could not be read' },
      ],
    });
  });
});
