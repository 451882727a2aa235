import type { DayGap } from '../../modules/import/missing-days.js';
import { count, plural } from '../format.js';
import type { IssueCount } from './import-report.js';

const MAX_ISSUES = 12;
const MAX_GAPS = 12;

/** Indented lists below a table, cut where they would scroll the table away. */
export const listed = {
  lines(title: string, max: number, lines: readonly string[]): string[] {
    if (lines.length === 0) return [];
    const more = lines.length > max ? [`    and ${count(lines.length - max)} more`] : [];
    return [`  ${title}:`, ...lines.slice(0, max).map((line) => `    ${line}`), ...more];
  },

  issues(issues: readonly IssueCount[]): string[] {
    const lines = issues.map(
      ({ reason, field, rejected, events }) =>
        `${plural(events, 'event')} ${rejected ? 'rejected' : 'kept'}: ${reason} (${field})`,
    );
    return listed.lines('Findings', MAX_ISSUES, lines);
  },

  gaps(gaps: readonly DayGap[]): string[] {
    const lines = gaps.map(({ firstDay, lastDay, days }) =>
      days === 1 ? firstDay : `${firstDay} to ${lastDay} (${plural(days, 'day')})`,
    );
    return listed.lines('Days missing in the archive', MAX_GAPS, lines);
  },
};
