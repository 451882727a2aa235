import { dayAfter } from '../../../common/time/calendar.js';
import { addMonths, type Month, monthOf } from '../../../common/time/months.js';
import { JUST_NOW, type RowCountSource, type StorageUnit } from './storage-metrics.js';

/** An exact count, with the state of the unit at that time. */
export interface KnownCount {
  rows: number;
  fileBytes: number | null;
  rowsEstimate: number;
  updateMark: string | null;
  importMark: string | null;
}

export interface CountCircumstances {
  known: KnownCount | null;
  /** Only an import of old days can still write to it. */
  isClosed: boolean;
  /** Changes with every import that may have written to the unit. */
  importMark: string | null;
  /** Files up to this size are counted at every measurement. */
  countAlwaysBytes: number;
}

export type TakenCount = { kind: 'TAKE'; rows: number; rowSource: RowCountSource };
export type CountDecision = { kind: 'COUNT' } | TakenCount;

/** A large unit that still changes is counted again once it has grown by this share. */
const RECOUNT_GROWTH = 0.1;

/**
 * Closed partitions are counted once, and again only after a change. Other units are counted at each measurement while they
 * are small; a large one is counted each time it has grown by a tenth, and scaled in between.
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

/** The count of a unit whose rows cannot be counted in time. */
export function withoutCounting(unit: StorageUnit, known: KnownCount | null): TakenCount {
  return known === null ? { kind: 'TAKE', rows: unit.rowsEstimate, rowSource: 'ESTIMATED' } : scaled(unit, known);
}

/**
 * Three signs, because none is sufficient: a file grows only by extents; the server loses update times when it restarts or
 * evicts the table from its cache; and rows can be written without an import.
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

/** By the exact file size; without it by the optimiser's estimate, whose relative error cancels out. */
function growthSince(unit: StorageUnit, known: KnownCount): number {
  if (unit.fileBytes !== null && known.fileBytes !== null && known.fileBytes > 0) {
    return unit.fileBytes / known.fileBytes;
  }
  return known.rowsEstimate === 0 ? Infinity : unit.rowsEstimate / known.rowsEstimate;
}

/** The imports of the files of one archive day. */
export interface ImportedDay {
  fileDate: string;
  files: number;
  rows: number;
  lastDoneAt: Date;
  /** Whether a file of that day has events far from its day. */
  hasStrayEvents: boolean;
}

/** A file has events of its own day and, in the local time of its park, of the adjacent days. */
const NEIGHBOUR_DAYS = 2;
/** The parser rejects events further away from the day of their file. */
const STRAY_DAYS = 366;

/** For each month, a text that changes with every import that may have written to it. */
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
