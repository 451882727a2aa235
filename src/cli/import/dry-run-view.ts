import Table from 'cli-table3';
import { count } from '../../common/text.js';
import type { DryRunReport } from '../../modules/import/dry-run.service.js';
import { type IssueCount, countIssues } from './import-report.js';
import { listed } from './problem-lists.js';
import { wordsOf } from './source-words.js';

const MAX_LISTED = 20;

/** A dry run as text: the totals of all files. */
export type DryRunSummary = Omit<DryRunReport, 'issues'> & { issues: IssueCount[] };

export function summariseDryRun(report: DryRunReport): DryRunSummary {
  return {
    ...report,
    issues: countIssues(report.issues.map(({ objectKey, ...issue }) => ({ objectKey, issues: [issue] }))),
  };
}

export function dryRunText(reports: readonly DryRunSummary[]): string {
  const table = new Table({
    head: ['destination', 'days', 'files', 'read', 'duplicated', 'rejected', 'queue rows', 'known', 'new', 'bad files'],
    colAligns: ['left', 'left', ...Array<'right'>(8).fill('right')],
    style: { head: [], border: [], compact: true },
  });
  table.push(
    ...reports.map((report) => [
      report.destinationId + (report.parkId === null ? '' : ` (park ${report.parkId})`),
      report.firstDay === null ? '-' : `${report.firstDay} to ${report.lastDay}`,
      count(report.files),
      count(report.read),
      count(report.duplicatesInFiles),
      count(report.rejected),
      count(report.queueRows),
      count(report.entitiesKnown),
      count(report.entitiesUnknown),
      count(report.defectiveFiles.length + report.unavailableFiles.length),
    ]),
  );
  return [table.toString(), ...reports.flatMap(notesOf), 'Nothing was stored (--dry-run).'].join('\n');
}

function notesOf(report: DryRunSummary): string[] {
  const bad = [
    ...report.defectiveFiles.map(({ objectKey, defect }) => `${objectKey}: ${defect}`),
    ...report.unavailableFiles.map(({ message }) => message),
  ];
  const notes = [
    ...(report.files === 0 ? ['  The archive has no file of it in that range.'] : []),
    ...listed.issues(report.issues, wordsOf('ARCHIVE')),
    ...listed.lines('Files that could not be read', MAX_LISTED, bad),
    ...listed.gaps(report.missingDays),
  ];
  return notes.length > 0 ? [report.destinationId, ...notes] : [];
}
