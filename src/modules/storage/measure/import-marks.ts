import { type Month, addMonths, monthOf } from '../../snapshots/partitions/partition-plan.js';
import { dayAfter } from '../../../common/time/calendar-day.js';

/** What imports did with the files of one day of the archive. */
export interface ImportedDay {
  fileDate: string;
  files: number;
  rows: number;
  lastDoneAt: Date;
  /** Some file of that day has events dated far from it. */
  hasStrayEvents: boolean;
}

/** A file of the archive has events of its own day; by the local time of its park, of the days beside it too. */
const NEIGHBOUR_DAYS = 2;
/** The parser refuses events further than that from the day of their file. */
const STRAY_DAYS = 366;

/** For each month, a text that changes with everything that an import may have done to it. */
export function importMarks(days: readonly ImportedDay[]): Map<Month, string> {
  const marks = new Map<Month, { files: number; rows: number; lastDoneMs: number }>();
  for (const day of days) {
    for (const month of monthsAround(day)) {
      const mark = marks.get(month) ?? { files: 0, rows: 0, lastDoneMs: 0 };
      mark.files += day.files;
      mark.rows += day.rows;
      mark.lastDoneMs = Math.max(mark.lastDoneMs, day.lastDoneAt.getTime());
      marks.set(month, mark);
    }
  }
  return new Map([...marks].map(([month, mark]) => [month, `${mark.files}/${mark.rows}/${mark.lastDoneMs}`]));
}

function monthsAround({ fileDate, hasStrayEvents }: ImportedDay): Month[] {
  const reach = hasStrayEvents ? STRAY_DAYS : NEIGHBOUR_DAYS;
  const last = monthOf(Date.parse(dayAfter(fileDate, reach)));
  const months: Month[] = [];
  for (let month = monthOf(Date.parse(dayAfter(fileDate, -reach))); month <= last; month = addMonths(month, 1)) {
    months.push(month);
  }
  return months;
}
