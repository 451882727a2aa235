/** A value with the range in which it lies with 95 % confidence. */
export interface Band {
  value: number;
  low: number;
  high: number;
}

export const ZERO_BAND: Band = { value: 0, low: 0, high: 0 };

export function scaledBand({ value, low, high }: Band, factor: number): Band {
  return { value: value * factor, low: low * factor, high: high * factor };
}

/** Bounds add up as if all were high or low together, which tables that grow with the same parks are. */
export function sumOfBands(bands: readonly Band[]): Band {
  return bands.reduce(
    (total, { value, low, high }) => ({ value: total.value + value, low: total.low + low, high: total.high + high }),
    ZERO_BAND,
  );
}

/** 0 of nothing. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Consistent with the standard deviation for normal noise, and deaf to a few wild values. */
export function robustDeviation(values: readonly number[]): number {
  const centre = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - centre)));
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}

export function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  const squares = values.reduce((total, value) => total + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Student's t for 95 % from both sides, to 4 % from 6 degrees of freedom on. */
export const studentT = (values: number): number => 1.96 + 2.4 / Math.max(1, values - 1);

export interface Point {
  x: number;
  y: number;
}

/** Theil and Sen: the median of the slopes of all pairs. A quarter of the points may be anything. 0 of fewer than two. */
export function theilSenSlope(points: readonly Point[]): number {
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i++) {
    for (let j = i + 1; j < points.length; j++) {
      const dx = points[j]!.x - points[i]!.x;
      if (dx > 0) slopes.push((points[j]!.y - points[i]!.y) / dx);
    }
  }
  return median(slopes);
}
