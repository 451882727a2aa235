/**
 * The row without what it claims beyond the horizon. A poll of a clock that was ahead moved its end there; when it was last
 * seen in truth is unknown, so only its beginning counts.
 */
export function cutAt<Row extends { recordedAtMs: number; observedUntilMs: number | null }>(
  row: Row,
  horizonMs: number,
): Row {
  const isBeyond = row.observedUntilMs !== null && row.observedUntilMs > horizonMs;
  return isBeyond ? { ...row, observedUntilMs: row.recordedAtMs } : row;
}
