import { ObservedRows } from './observed-rows.js';

/**
 * Applies the rows of the History API to times without polls. What was polled stays: a row of the API within a span of polls
 * begins no interval, and no poll repeats one. Where polls end while the API's log reports the state of the last poll, the log
 * confirms it until its next change or until the next observation. Other rows are returned unchanged.
 */
export function confirmedByHistory(rows: ObservedRows): ObservedRows {
  if (!rows.isHistory.subarray(0, rows.length).includes(1)) return rows;
  const result = withoutPolledHistory(rows);
  let [logged, next] = [-1, 0];
  for (let row = 0; row < result.length; row++) {
    const endMs = result.confirmedUntilMs[row]!;
    const nextMs = row + 1 < result.length ? result.atMs[row + 1]! : Infinity;
    if (result.isHistory[row] === 1) result.confirmedUntilMs[row] = Math.min(endMs, nextMs - 1);
    if (result.isLive[row] === 0) continue;
    for (; next < rows.length && rows.atMs[next]! <= endMs; next++) if (rows.isHistory[next] === 1) logged = next;
    if (logged < 0 || !isSameState(rows, logged, result, row)) continue;
    result.confirmedUntilMs[row] = Math.max(endMs, Math.min(rows.confirmedUntilMs[logged]!, nextMs - 1));
  }
  return result;
}

function withoutPolledHistory(rows: ObservedRows): ObservedRows {
  const result = new ObservedRows();
  let polledUntilMs = -Infinity;
  for (let row = 0; row < rows.length; row++) {
    if (rows.isHistory[row] === 1 && rows.atMs[row]! <= polledUntilMs) continue;
    result.pushRow(rows, row, rows.member[row]!);
    if (rows.isLive[row] === 1) polledUntilMs = Math.max(polledUntilMs, rows.confirmedUntilMs[row]!);
  }
  return result;
}

const isSameState = (a: ObservedRows, i: number, b: ObservedRows, j: number): boolean =>
  a.status[i] === b.status[j] && a.waitMinutes[i] === b.waitMinutes[j];
