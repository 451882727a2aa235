import { count, plural } from '../../common/text.js';
import type { DayGap } from '../../modules/import/missing-days.js';
import { fateOf } from '../../modules/snapshots/reading/reading-context.js';
import type { IssueCount, IssueSample } from './import-report.js';
import type { SourceWords } from './source-words.js';

const MAX_ISSUES = 12;
const MAX_GAPS = 12;
const MAX_VALUE_CHARACTERS = 60;

function whereOf({ file, index, value }: IssueSample, { event }: SourceWords): string {
  const shown = value.length > MAX_VALUE_CHARACTERS ? `${value.slice(0, MAX_VALUE_CHARACTERS)}…` : value;
  return `first at ${event} ${index} of ${file}: ${shown}`;
}

/** Indented lists below a table, shortened so that the table stays on the screen. */
export const listed = {
  lines(title: string, max: number, lines: readonly string[]): string[] {
    if (lines.length === 0) return [];
    const more = lines.length > max ? [`    and ${count(lines.length - max)} more`] : [];
    return [`  ${title}:`, ...lines.slice(0, max).map((line) => `    ${line}`), ...more];
  },

  issues(issues: readonly IssueCount[], words: SourceWords): string[] {
    const lines = issues.map(({ reason, field, rejected, events, samples: [first] }) => {
      const fate = `${plural(events, words.event)} ${fateOf({ reason, rejected })}`;
      const place = field === '' ? reason : `${reason} in ${field}`;
      return `${fate}: ${place}${first === undefined ? '' : `, ${whereOf(first, words)}`}`;
    });
    return listed.lines('Findings', MAX_ISSUES, lines);
  },

  gaps(gaps: readonly DayGap[]): string[] {
    const lines = gaps.map(({ firstDay, lastDay, days }) =>
      days === 1 ? firstDay : `${firstDay} to ${lastDay} (${plural(days, 'day')})`,
    );
    return listed.lines('Days missing in the archive', MAX_GAPS, lines);
  },
};
