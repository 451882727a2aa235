import { addDays } from '../format/times.js';

/** Local days, both included. */
export interface Period {
  from: string;
  to: string;
}

export const lastDays = (days: number, to: string): Period => ({ from: addDays(to, 1 - days), to });

/** Fields do not allow it, addresses do. */
export const isReversed = ({ from, to }: Period): boolean => from > to;

/** The day that was just chosen stays: if it is beyond the other one, the other one moves to it. */
export function withDay({ from, to }: Period, end: keyof Period, day: string): Period {
  return end === 'from' ? { from: day, to: day > to ? day : to } : { from: day < from ? day : from, to: day };
}
