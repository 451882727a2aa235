import { dayAfter } from '../../../common/time/calendar.js';
import { addMonths, type Month, monthOf } from '../../snapshots/partitions/partition-plan.js';
import { JUST_NOW, type RowCountSource, type StorageUnit } from './storage-metrics.js';

/** An exact count, and what the unit looked like when it was made. */
export interface KnownCount {
  rows: number;
  fileBytes: number | null;
  rowsEstimate: number;
  updateMark: string | null;
  importMark: string | null;
}

export interface CountCircumstances {
  known: KnownCount | null;
  /** Nothing but an import of old days writes to it any more. */
  isClosed: boolean;
  /** Stands for every import that may have touched it; changes with each of them. */
  importMark: string | null;
  /** Files up to this size are counted at every measurement. */
  countAlwaysBytes: number;
}

export type TakenCount = { kind: 'TAKE'; rows: number; rowSource: RowCountSource };
export type CountDecision = { kind: 'COUNT' } | TakenCount;

/** A large unit that lives is counted again when it has grown by so much since the last time. */
const RECOUNT_GROWTH = 0.1;

/**
 * Closed partitions are counted once, and again only after a change. What lives is counted while that takes well under a
 * second; when it is large, each time that it has grown by a tenth, and scaled in between.
 */
export function decideCount(unit: StorageUnit, circumstances: CountCircumstances): CountDecision {
  const { known, isClosed, countAlwaysBytes } = circumstances;
  if (known === null) return { kind: 'COUNT' };
  if (isClosed) {
    return isUnchanged(unit, known, circumstances.importMark)
      ? { kind: 'TAKE', rows: known.rows, rowSource: 'KEPT' }
      : { kind: 'COUNT' };
  }
  if (unit.fileBytes !== null && unit.fileBytes <= countAlwaysBytes) return { kind: 'COUNT' };
  const growth = growthSince(unit, known);
  return growth > 1 + RECOUNT_GROWTH || growth < 1 - RECOUNT_GROWTH ? { kind: 'COUNT' } : scaled(unit, known);
}

/** Where counting is out of the question, or took too long. */
export function withoutCounting(unit: StorageUnit, known: KnownCount | null): TakenCount {
  return known === null ? { kind: 'TAKE', rows: unit.rowsEstimate, rowSource: 'ESTIMATED' } : scaled(unit, known);
}

/**
 * Three witnesses, because none sees everything: the file grows only by extents, the server forgets its times when it
 * restarts or has no room for the table in its cache, and imports are not the only thing that could be done by hand.
 */
function isUnchanged(unit: StorageUnit, known: KnownCount, importMark: string | null): boolean {
  const sameFile = unit.fileBytes === known.fileBytes;
  const sameTime = unit.updateMark === null || (unit.updateMark === known.updateMark && unit.updateMark !== JUST_NOW);
  return sameFile && sameTime && importMark === known.importMark;
}

function scaled(unit: StorageUnit, known: KnownCount): TakenCount {
  const growth = growthSince(unit, known);
  if (!Number.isFinite(growth)) return { kind: 'TAKE', rows: unit.rowsEstimate, rowSource: 'ESTIMATED' };
  return { kind: 'TAKE', rows: Math.round(known.rows * growth), rowSource: 'CORRECTED' };
}

/** By the file, whose size is exact; without it by the optimiser's estimate, whose error is then calibrated away. */
function growthSince(unit: StorageUnit, known: KnownCount): number {
  if (unit.fileBytes !== null && known.fileBytes !== null && known.fileBytes > 0) {
    return unit.fileBytes / known.fileBytes;
  }
  return known.rowsEstimate === 0 ? Infinity : unit.rowsEstimate / known.rowsEstimate;
}

/** What imports did with the files of one day of the archive. */
export interface ImportedDay {
  fileDate: string;
  files: number;
  rows: number;
  lastDoneAt: Date;
  /** Some file of that day has events dated far from it. */
  hasStrayEvents: boolean;
}

/** A file of the archive has events of its own day; by the local time of its park, of the days beside it too. */
const NEIGHBOUR_DAYS = 2;
/** The parser refuses events further than that from the day of their file. */
const STRAY_DAYS = 366;

/** For each month, a text that changes with everything that an import may have done to it. */
export function importMarks(days: readonly ImportedDay[]): Map<Month, string> {
  const marks = new Map<Month, { files: number; rows: number; lastDoneMs: number }>();
  for (const day of days) {
    for (const month of monthsAround(day)) {
      const mark = marks.get(month) ?? { files: 0, rows: 0, lastDoneMs: 0 };
      mark.files += day.files;
      mark.rows += day.rows;
      mark.lastDoneMs = Math.max(mark.lastDoneMs, day.lastDoneAt.getTime());
      marks.set(month, mark);
    }
  }
  return new Map([...marks].map(([month, mark]) => [month, `${mark.files}/${mark.rows}/${mark.lastDoneMs}`]));
}

function monthsAround({ fileDate, hasStrayEvents }: ImportedDay): Month[] {
  const reach = hasStrayEvents ? STRAY_DAYS : NEIGHBOUR_DAYS;
  const last = monthOf(Date.parse(dayAfter(fileDate, reach)));
  const months: Month[] = [];
  for (let month = monthOf(Date.parse(dayAfter(fileDate, -reach))); month <= last; month = addMonths(month, 1)) {
    months.push(month);
  }
  return months;
}
