/**
 * The value below which `share` (0 to 1) of the values lie, between two neighbours by distance (method 7 of Hyndman and
 * Fan, as spreadsheets and NumPy do it). `sorted` is ascending and not empty.
 */
export function percentile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (position - below);
}
