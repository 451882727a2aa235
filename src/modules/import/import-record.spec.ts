import { type ImportRecord, NO_TOTALS, addTotals, isInterrupted, totalsOf } from './import-record.js';

const NOW = new Date('2024-07-01T12:00:00Z');
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

function importRecord(overrides: Partial<ImportRecord> = {}): ImportRecord {
  return {
    checkpointId: 1,
    importId: 'imp_1',
    destinationId: 1,
    destinationWikiId: 'uuid',
    destinationName: 'Somewhere',
    parkId: null,
    parkWikiId: null,
    parkName: null,
    startDate: null,
    endDate: null,
    options: { onConflict: 'archive', replaceLive: false, origin: 'cli' },
    status: 'IN_PROGRESS',
    requestedAction: null,
    resumesAt: null,
    lastProcessedDate: null,
    lastProcessedFile: null,
    filesTotal: 10,
    filesDone: 1,
    read: 9,
    stored: 4,
    duplicate: 3,
    rejected: 2,
    queueRowsStored: 5,
    liveRowsRemoved: 6,
    errorsEncountered: 7,
    busyMs: 8,
    leaseOwner: 'worker',
    leaseUntil: later(1),
    attempts: 1,
    error: null,
    createdAt: NOW,
    startedAt: NOW,
    updatedAt: NOW,
    finishedAt: null,
    ...overrides,
  };
}

describe('an interrupted import', () => {
  it('is in progress, but its lease is not renewed', () => {
    expect(isInterrupted(importRecord({ leaseUntil: later(1) }), NOW)).toBe(false);
    expect(isInterrupted(importRecord({ leaseUntil: later(0) }), NOW)).toBe(true);
    expect(isInterrupted(importRecord({ leaseUntil: null, leaseOwner: null }), NOW)).toBe(true);
  });

  it.each(['PENDING', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const)('is never %s', (status) => {
    expect(isInterrupted(importRecord({ status, leaseUntil: null }), NOW)).toBe(false);
  });
});

describe('the totals of an import', () => {
  it('are added field by field, without changing the operands', () => {
    const record = importRecord();
    const totals = totalsOf(record);
    expect(Object.keys(totals)).toEqual(Object.keys(NO_TOTALS));
    expect(addTotals(totals, totals)).toEqual({
      filesDone: 2,
      read: 18,
      stored: 8,
      duplicate: 6,
      rejected: 4,
      queueRowsStored: 10,
      liveRowsRemoved: 12,
      errorsEncountered: 14,
    });
    expect(totals.read).toBe(9);
    expect(addTotals(NO_TOTALS, totals)).toEqual(totals);
    expect(Object.values(NO_TOTALS)).toEqual(Object.values(NO_TOTALS).map(() => 0));
  });
});
