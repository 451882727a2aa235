import {
  ACTIVE_STATUSES,
  IMPORT_STATUSES,
  type ImportMove,
  type ImportStatus,
  ImportStateError,
  nextStatus,
} from './import-record.js';

/** The moves that the contract of the HTTP API allows, and no other. */
const ALLOWED: Readonly<Record<ImportMove, Partial<Record<ImportStatus, ImportStatus>>>> = {
  claim: { PENDING: 'IN_PROGRESS' },
  pause: { PENDING: 'PAUSED', IN_PROGRESS: 'PAUSED' },
  // An import in progress whose worker has died is resumed too; whether it has is not the table's to know.
  resume: { PAUSED: 'IN_PROGRESS', FAILED: 'IN_PROGRESS', IN_PROGRESS: 'IN_PROGRESS' },
  complete: { IN_PROGRESS: 'COMPLETED' },
  fail: { IN_PROGRESS: 'FAILED' },
  cancel: { PENDING: 'CANCELLED', IN_PROGRESS: 'CANCELLED', PAUSED: 'CANCELLED', FAILED: 'CANCELLED' },
};
const MOVES = Object.keys(ALLOWED) as ImportMove[];

describe('the state of an import', () => {
  it.each(MOVES.flatMap((move) => IMPORT_STATUSES.map((status) => [status, move, ALLOWED[move][status] ?? null])))(
    '%s, asked to %s, becomes %s',
    (status, move, next) => {
      expect(nextStatus(status as ImportStatus, move as ImportMove)).toBe(next);
    },
  );

  it.each(['COMPLETED', 'CANCELLED'] as const)('never changes again once it is %s', (status) => {
    expect(MOVES.map((move) => nextStatus(status, move))).toEqual(MOVES.map(() => null));
  });

  it('can be cancelled as long as it is unfinished', () => {
    const unfinished = IMPORT_STATUSES.filter((status) => status !== 'COMPLETED' && status !== 'CANCELLED');
    expect(unfinished.map((status) => nextStatus(status, 'cancel'))).toEqual(unfinished.map(() => 'CANCELLED'));
  });

  it('reserves its destination while it waits or runs', () => {
    expect(ACTIVE_STATUSES).toEqual(['PENDING', 'IN_PROGRESS']);
  });

  it('names the status and the move that is not allowed', () => {
    const error = new ImportStateError('imp_1', 'COMPLETED', 'pause');
    expect(error.code).toBe('IMPORT_STATE_CONFLICT');
    expect(error.message).toBe('Import imp_1 is COMPLETED: it cannot pause');
    expect(error.details).toEqual({ importId: 'imp_1', status: 'COMPLETED', move: 'pause' });
  });
});
