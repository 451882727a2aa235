import { DomainError } from '../../common/errors/domain-error.js';

export const IMPORT_STATUSES = ['PENDING', 'IN_PROGRESS', 'PAUSED', 'COMPLETED', 'FAILED', 'CANCELLED'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** What an import can be asked to do, or does. */
export type ImportMove = 'claim' | 'pause' | 'resume' | 'complete' | 'fail' | 'cancel';

const MOVES: Readonly<Record<ImportMove, Readonly<Partial<Record<ImportStatus, ImportStatus>>>>> = {
  claim: { PENDING: 'IN_PROGRESS' },
  pause: { PENDING: 'PAUSED', IN_PROGRESS: 'PAUSED' },
  resume: { PAUSED: 'IN_PROGRESS', FAILED: 'IN_PROGRESS', IN_PROGRESS: 'IN_PROGRESS' },
  complete: { IN_PROGRESS: 'COMPLETED' },
  fail: { IN_PROGRESS: 'FAILED' },
  cancel: { PENDING: 'CANCELLED', IN_PROGRESS: 'CANCELLED', PAUSED: 'CANCELLED', FAILED: 'CANCELLED' },
};

/** Where the move leads from this status, or null where it is not allowed. */
export function nextStatus(status: ImportStatus, move: ImportMove): ImportStatus | null {
  return MOVES[move][status] ?? null;
}

/** Imports that still own their destination: a second one must not start beside them. */
export const ACTIVE_STATUSES = ['PENDING', 'IN_PROGRESS'] as const satisfies readonly ImportStatus[];

/** The move is not allowed in the status in which the import is. */
export class ImportStateError extends DomainError {
  constructor(importId: string, status: ImportStatus, move: ImportMove, why?: string) {
    super('IMPORT_STATE_CONFLICT', why ?? `Import ${importId} is ${status}: it cannot ${move}`, {
      importId,
      status,
      move,
    });
  }
}
