import type { DaySpan } from '../../reads/day-span.js';
import { type FigureChange, figureChange, type Figures, figuresOf } from '../../reads/figures.js';
import { addSums, NO_SUMS, type Sums } from '../../reads/sums.js';
import { type Alignment, type TwinDate, twinDates } from './twin-dates.js';

export interface DayFigures extends TwinDate {
  figures: Figures;
}

export interface YearFigures extends DaySpan {
  /** 0: the period itself. */
  yearsBefore: number;
  figures: Figures;
  /** Of the period against this year; null of the period itself. */
  change: FigureChange | null;
  daily: DayFigures[];
}

export interface TwinYear {
  yearsBefore: number;
  /** At least one. */
  twins: TwinDate[];
}

/** The period itself, then the years before; one in which none of its days has a twin is left out. */
export function twinYears(span: DaySpan, years: number, align: Alignment): TwinYear[] {
  return Array.from({ length: years + 1 }, (_, yearsBefore) => ({
    yearsBefore,
    twins: twinDates(span, yearsBefore, align),
  })).filter(({ twins }) => twins.length > 0);
}

/** From the first to the last of the days. */
export function spanOf({ twins }: TwinYear): DaySpan {
  return { from: twins[0]!.date, to: twins.at(-1)!.date };
}

export function compareYears(years: readonly TwinYear[], sumsByDate: ReadonlyMap<string, Sums>): YearFigures[] {
  const totals = years.map(({ twins }) => twins.map(({ date }) => sumsByDate.get(date) ?? NO_SUMS).reduce(addSums));
  return years.map((year, index) => ({
    yearsBefore: year.yearsBefore,
    ...spanOf(year),
    figures: figuresOf(totals[index]!, year.twins.length),
    change: year.yearsBefore === 0 ? null : figureChange(totals[0]!, totals[index]!),
    daily: year.twins.map((twin) => ({ ...twin, figures: figuresOf(sumsByDate.get(twin.date) ?? NO_SUMS, 1) })),
  }));
}
