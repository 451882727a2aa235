import type { AlertSeverity } from '../../alerts/alert.js';
import { bytesText } from '../bytes-text.js';

export const DISK_VERDICTS = ['OK', 'LOW', 'FULL', 'UNKNOWN'] as const;
export type DiskVerdict = (typeof DISK_VERDICTS)[number];

/** With less than this a table of some size cannot grow any more: the server takes room by the megabyte. */
const FULL_BELOW_BYTES = 16_000_000;
/** After a statement failed for want of room; where it cannot be seen, the next cycle of collection shows whether there is some. */
const FULL_FOR_MS = 360_000;
/** Where the free room can be seen, the failure of a moment ago counts only until the next look. */
const FULL_FOR_WITH_SIGHT_MS = 45_000;

export interface DiskState {
  /** Null: the disk of the database cannot be seen from this host. */
  freeBytes: number | null;
  /** Since a statement of this process last failed because the disk was full; null: none did. */
  sinceFullMs: number | null;
}

/** How the disk of the database stands. Pure. */
export function diskVerdict({ freeBytes, sinceFullMs }: DiskState, minFreeBytes: number): DiskVerdict {
  const fullForMs = freeBytes === null ? FULL_FOR_MS : FULL_FOR_WITH_SIGHT_MS;
  if (sinceFullMs !== null && sinceFullMs < fullForMs) return 'FULL';
  if (freeBytes === null) return 'UNKNOWN';
  if (freeBytes < FULL_BELOW_BYTES) return 'FULL';
  return freeBytes < minFreeBytes ? 'LOW' : 'OK';
}

/** What there is to tell of it; null: nothing. */
export function diskProblem(
  verdict: DiskVerdict,
  { freeBytes }: DiskState,
): { severity: AlertSeverity; title: string; description: string } | null {
  const left = freeBytes === null ? '' : `${bytesText(freeBytes)} are left. `;
  if (verdict === 'FULL') {
    return {
      severity: 'CRITICAL',
      title: 'The disk of the database is full',
      description: `${left}Nothing more can be stored until there is room; what is stored is kept and served`,
    };
  }
  if (verdict !== 'LOW') return null;
  return {
    severity: 'WARNING',
    title: 'The disk of the database is nearly full',
    description: `${left}Make room before nothing more can be stored (STORAGE_MIN_FREE_MB)`,
  };
}
