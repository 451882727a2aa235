/**
 * The row without what it claims beyond the horizon. A poll of a clock that was ahead moved its end there; when it was last
 * seen in truth is unknown, so only its beginning counts.
 */
export function cutAt<Row extends { recordedAtMs: number; lastConfirmedAtMs: number | null }>(
  row: Row,
  horizonMs: number,
): Row {
  const isBeyond = row.lastConfirmedAtMs !== null && row.lastConfirmedAtMs > horizonMs;
  return isBeyond ? { ...row, lastConfirmedAtMs: row.recordedAtMs } : row;
}
