import type { Schemas } from '../../../api/client.js';
import { htmlText } from '../../../charts/base-option.js';
import type { ChartTable } from '../../../charts/ChartCard.js';
import { lowCoverageText, percentText, plural } from '../../../format/numbers.js';
import { addDays, dayText, weekdayName, weekdayText } from '../../../format/times.js';
import { parkNames } from '../../../parts/distinct-names.js';
import { listText, SOURCE_TEXT, wordText } from '../../../parts/words.js';

type Park = Schemas['CoverageParkView'];
type DayReason = Schemas['MissingDayView']['reason'];

export interface CoverageDay {
  date: string;
  kind: 'value' | 'closed' | 'excluded' | 'missing';
  percent: number | null;
  reason: DayReason | null;
  sources: Park['days'][number]['sources'];
}

/** The days of a park with and without data, in order. */
export function daysOf({ days, missingDays }: Park): CoverageDay[] {
  const present = days.map(({ date, coverage, reason, sources }): CoverageDay => {
    const percent = coverage === null ? null : 100 * coverage;
    return { date, kind: percent === null ? 'closed' : 'value', percent, reason, sources };
  });
  const absent = missingDays.map(({ date, reason }): CoverageDay => {
    const kind = reason === 'CLOSED' ? 'closed' : reason === 'EXCLUDED' ? 'excluded' : 'missing';
    return { date, kind, percent: null, reason, sources: [] };
  });
  return [...present, ...absent].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** 0: less than half, to 3: at least 95 %. */
export const coverageLevel = (percent: number): number => [50, 80, 95].filter((bound) => percent >= bound).length;

export function stateText({ kind, percent, reason, sources }: CoverageDay): string {
  const why = reason === null ? '' : ` (${wordText(reason).toLowerCase()})`;
  if (kind === 'closed') return 'closed';
  if (kind === 'excluded') return 'excluded: its data does not count';
  if (kind === 'missing') return `no data${why}`;
  const from = listText(sources.map((source) => SOURCE_TEXT[source]));
  return `${percentText(percent)} observed${from === '' ? '' : `, from ${from}`}${why}`;
}

interface Cell {
  column: number;
  row: number;
  label: string;
  day: CoverageDay;
}

export const tooltipText = ({ label, day }: Pick<Cell, 'label' | 'day'>): string =>
  `<b>${htmlText(label)}</b><br>${weekdayText(day.date)}: ${stateText(day)}`;

export interface CoverageGrid {
  columns: string[];
  rows: string[];
  cells: Cell[];
}

/** Parks below each other, days beside each other. */
export function gridOfParks(parks: readonly Park[], from: string, to: string): CoverageGrid {
  const dates = datesFrom(from, to);
  const columnOf = new Map(dates.map((date, index) => [date, index]));
  const names = parkNames(parks);
  return {
    columns: dates.map(weekdayText),
    rows: parks.map(({ parkId }) => names.get(parkId)!),
    cells: parks.flatMap((park, row) =>
      daysOf(park).map((day) => ({ column: columnOf.get(day.date)!, row, label: names.get(park.parkId)!, day })),
    ),
  };
}

/** The calendar of one park: weekdays below each other, weeks beside each other. */
export function gridOfWeeks(park: Park, from: string, to: string): CoverageGrid {
  const first = addDays(from, 1 - weekdayOf(from));
  const weeks = datesFrom(first, to).filter((date) => weekdayOf(date) === 1);
  return {
    columns: weeks.map(weekdayText),
    rows: [1, 2, 3, 4, 5, 6, 7].map((weekday) => weekdayName(weekday, 'short')),
    cells: daysOf(park).map((day) => ({
      column: weeks.findLastIndex((monday) => monday <= day.date),
      row: weekdayOf(day.date) - 1,
      label: park.name,
      day,
    })),
  };
}

function datesFrom(from: string, to: string): string[] {
  const dates: string[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** 1 is Monday. */
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

export function coverageSummary(parks: readonly Park[]): string {
  const all = parks.flatMap(daysOf);
  const known = all.filter(({ kind }) => kind === 'value');
  const missing = all.filter(({ kind }) => kind === 'missing').length;
  if (known.length === 0) return 'Nothing was observed on these days.';
  const worst = parks.filter(({ coverage }) => coverage !== null).sort((a, b) => a.coverage! - b.coverage!)[0];
  const [one, many] = parks.length > 1 ? ['day of a park', 'days of parks'] : ['day', 'days'];
  const least = parks.length > 1 && worst ? ` Least: ${worst.name} with ${percentText(100 * worst.coverage!)}.` : '';
  const low = lowCoverageText(
    known.map(({ percent }) => percent),
    one,
    many,
  );
  return `${plural(missing, one, many)} without data.${low}${least}`;
}

export function coverageTable(parks: readonly Park[]): ChartTable {
  return {
    head: ['Day', 'Park', 'Observed', 'Why', 'Sources'],
    rows: parks.flatMap((park) =>
      daysOf(park)
        .reverse()
        .map((day) => [
          ...[dayText(day.date), park.name],
          day.kind === 'value' ? percentText(day.percent) : stateText(day),
          day.reason === null ? '' : wordText(day.reason),
          day.sources.map((source) => wordText(source)).join(', '),
        ]),
    ),
  };
}
