/** A value with its 95 % confidence interval. */
export interface Band {
  value: number;
  low: number;
  high: number;
}

export const ZERO_BAND: Band = { value: 0, low: 0, high: 0 };

export function scaledBand({ value, low, high }: Band, factor: number): Band {
  return { value: value * factor, low: low * factor, high: high * factor };
}

/** Adds the bounds as if all values were high or low together, as is true for tables that grow with the same parks. */
export function sumOfBands(bands: readonly Band[]): Band {
  return bands.reduce(
    (total, { value, low, high }) => ({ value: total.value + value, low: total.low + low, high: total.high + high }),
    ZERO_BAND,
  );
}

/** 0 for no values. */
export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Equals the standard deviation for normal noise, and is robust against outliers. */
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

/** Student's t for 95 %, two-sided; accurate to 4 % from 6 degrees of freedom on. */
export const studentT = (values: number): number => 1.96 + 2.4 / Math.max(1, values - 1);

export interface Point {
  x: number;
  y: number;
}

/** Theil–Sen: the median slope of all pairs; robust if a quarter of the points are outliers. 0 for fewer than two points. */
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
