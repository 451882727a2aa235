import { excludedWait } from '../../park-use/implausible-waits.js';
import { WAIT_UNKNOWN } from '../../snapshots/observations.js';
import type { Polls } from './live-spans.js';
import { ObservedRows } from './observed-rows.js';

/** A half-open interval whose observations are excluded. */
export interface ExcludedSpan {
  fromMs: number;
  /** Infinity: still in progress. */
  toMs: number;
  /** `WAIT` excludes only the waits of these observations. */
  scope: 'ALL' | 'WAIT';
}

/** A part of a stored row; a live row stands for every poll from `atMs` to `confirmedUntilMs`. */
interface Piece {
  row: number;
  atMs: number;
  confirmedUntilMs: number;
  hasWait: boolean;
}

/**
 * The rows that would be stored if the source had not sent the excluded observations. Excluded waits are coded. A live
 * row that overlaps a span ends at the last poll before the span and resumes at the first poll after it. Without spans the
 * input is returned unchanged.
 */
export function withoutExcluded(rows: ObservedRows, spans: readonly ExcludedSpan[], polls: Polls): ObservedRows {
  if (spans.length === 0 || rows.length === 0) return rows;
  const pieces: Piece[] = [];
  for (let row = 0; row < rows.length; row++) pieces.push(...piecesOf(rows, row, spans, polls));
  // A row that resumes sorts after a row that starts at the same instant.
  pieces.sort((a, b) => a.atMs - b.atMs || Number(isResumed(rows, a)) - Number(isResumed(rows, b)));
  return rowsOf(rows, pieces, polls);
}

function piecesOf(rows: ObservedRows, row: number, spans: readonly ExcludedSpan[], polls: Polls): Piece[] {
  let pieces: Piece[] = [{ row, atMs: rows.atMs[row]!, confirmedUntilMs: rows.confirmedUntilMs[row]!, hasWait: true }];
  for (const span of spans) {
    if (span.fromMs > rows.confirmedUntilMs[row]! || span.toMs <= rows.atMs[row]!) continue;
    if (span.scope === 'WAIT' && rows.waitMinutes[row] === WAIT_UNKNOWN) continue;
    pieces = pieces.flatMap((piece) => splitAt(piece, span, polls));
  }
  return pieces;
}

/** The parts before, within and after the span. Only scope `WAIT` leaves a part within it. */
function splitAt(piece: Piece, { fromMs, toMs, scope }: ExcludedSpan, polls: Polls): Piece[] {
  const { atMs, confirmedUntilMs } = piece;
  if (scope === 'WAIT' && !piece.hasWait) return [piece];
  const withinMs = atMs >= fromMs ? atMs : firstConfirmedFrom(fromMs, confirmedUntilMs, polls);
  if (withinMs === null || withinMs >= toMs) return [piece];
  const afterMs = firstConfirmedFrom(toMs, confirmedUntilMs, polls);
  const parts: Piece[] = [];
  if (atMs < fromMs) parts.push({ ...piece, confirmedUntilMs: Math.max(atMs, polls.before(fromMs)) });
  if (scope === 'WAIT') {
    const untilMs = afterMs === null ? confirmedUntilMs : Math.max(withinMs, polls.before(toMs));
    parts.push({ ...piece, atMs: withinMs, confirmedUntilMs: untilMs, hasWait: false });
  }
  if (afterMs !== null) parts.push({ ...piece, atMs: afterMs });
  return parts;
}

/** The first poll at or after the instant that confirmed the row; null if there is none. */
function firstConfirmedFrom(instantMs: number, confirmedUntilMs: number, polls: Polls): number | null {
  return confirmedUntilMs < instantMs ? null : Math.min(polls.after(instantMs - 1), confirmedUntilMs);
}

const isResumed = (rows: ObservedRows, { row, atMs }: Piece): boolean => atMs > rows.atMs[row]!;

/** Keeps one row per instant: a row that would resume at the instant of another row resumes at the next poll. */
function rowsOf(rows: ObservedRows, pieces: readonly Piece[], polls: Polls): ObservedRows {
  const result = new ObservedRows();
  const waiting = [...pieces];
  for (let index = 0; index < waiting.length; index++) {
    const piece = waiting[index]!;
    const lastMs = result.length === 0 ? -Infinity : result.atMs[result.length - 1]!;
    if (piece.atMs === lastMs) {
      const nextMs = firstConfirmedFrom(lastMs + 1, piece.confirmedUntilMs, polls);
      if (nextMs === null) continue;
      const later = { ...piece, atMs: nextMs };
      const place = waiting.findIndex((other, at) => at > index && other.atMs > nextMs);
      waiting.splice(place < 0 ? waiting.length : place, 0, later);
      continue;
    }
    const { row, atMs, confirmedUntilMs, hasWait } = piece;
    const isWhole = !isResumed(rows, piece);
    const isLive = isWhole ? rows.isLive[row]! : 1;
    const wait = hasWait ? rows.waitMinutes[row]! : excludedWait(rows.waitMinutes[row]!);
    const isHistory = isWhole ? rows.isHistory[row]! : 0;
    result.push(atMs, confirmedUntilMs, rows.status[row]!, wait, isLive, rows.member[row]!, isHistory);
  }
  return result;
}
