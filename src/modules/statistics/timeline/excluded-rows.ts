import { WAIT_UNKNOWN } from '../../snapshots/observations.js';
import type { Polls } from './live-spans.js';
import { ObservedRows } from './observed-rows.js';

/** A part of the time, from `fromMs` up to but not including `toMs`, whose observations do not count. */
export interface ExcludedSpan {
  fromMs: number;
  /** Infinity: still in progress. */
  toMs: number;
  /** `WAIT`: only their waits do not count. */
  scope: 'ALL' | 'WAIT';
}

/** A part of a stored row: a row of live polls stands for every poll from `atMs` to `confirmedUntilMs`. */
interface Piece {
  row: number;
  atMs: number;
  confirmedUntilMs: number;
  hasWait: boolean;
}

/**
 * The rows that would be stored if the source had not sent the excluded observations, or had sent them without waits.
 * A row of live polls that reaches into a span was seen last at the last poll before it, and again at the first poll after
 * it. Without spans these are the very same rows.
 */
export function withoutExcluded(rows: ObservedRows, spans: readonly ExcludedSpan[], polls: Polls): ObservedRows {
  if (spans.length === 0 || rows.length === 0) return rows;
  const pieces: Piece[] = [];
  for (let row = 0; row < rows.length; row++) pieces.push(...piecesOf(rows, row, spans, polls));
  // Stable: what a row resumes as comes after a row that begins at the same instant.
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

/** What was seen before the span, within it (of which only a span of waits leaves something), and after it. */
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

/** The first poll at the instant or later that saw the row; null where none did. */
function firstConfirmedFrom(instantMs: number, confirmedUntilMs: number, polls: Polls): number | null {
  return confirmedUntilMs < instantMs ? null : Math.min(polls.after(instantMs - 1), confirmedUntilMs);
}

const isResumed = (rows: ObservedRows, { row, atMs }: Piece): boolean => atMs > rows.atMs[row]!;

/** Each instant once: a row that resumes at the instant of another row does so at the poll after it. */
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
    const isLive = isResumed(rows, piece) ? 1 : rows.isLive[row]!;
    const wait = hasWait ? rows.waitMinutes[row]! : WAIT_UNKNOWN;
    result.push(atMs, confirmedUntilMs, rows.status[row]!, wait, isLive, rows.member[row]!);
  }
  return result;
}
