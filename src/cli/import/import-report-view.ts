import Table from 'cli-table3';
import { count, plural } from '../../common/text.js';
import { WINDOW_EXCEEDED } from '../../modules/import/history-source/history-outcome.js';
import { duration } from '../format.js';
import type { ImportReport } from './import-report.js';
import { type SourceWords, wordsOf, wordsOfAll } from './source-words.js';
import { listed } from './problem-lists.js';

const MAX_FILES = 20;
const PROVISIONAL =
  'not yet recorded completely: import again in three days, or set HISTORY_JOBS_ENABLED=true and a job does it';

type Column = [title: string, value: (report: ImportReport) => string | number];
const columnsOf = (words: SourceWords): readonly Column[] => [
  ['import', ({ importId }) => importId],
  ['destination', ({ destinationName, parkId }) => destinationName + (parkId === null ? '' : ` (park ${parkId})`)],
  ['result', ({ result, status }) => result ?? status],
  [words.files, ({ filesDone, filesTotal }) => `${count(filesDone)}/${filesTotal === null ? '?' : count(filesTotal)}`],
  ['read', ({ read }) => count(read)],
  ['stored', ({ stored }) => count(stored)],
  ['duplicate', ({ duplicate }) => count(duplicate)],
  ['rejected', ({ rejected }) => count(rejected)],
  ['queue rows', ({ queueRowsStored }) => count(queueRowsStored)],
  ['live rows removed', ({ liveRowsRemoved }) => count(liveRowsRemoved)],
  [words.badFiles, ({ defectiveFiles }) => count(defectiveFiles.length)],
  ['time', ({ seconds }) => duration(seconds)],
  [`${words.events}/s`, ({ eventsPerSecond }) => count(eventsPerSecond)],
];
/** Shown only if an import has a value for it. */
const OPTIONAL = ['live rows removed'];
const TEXT_COLUMNS = 3;

/** One import as a list, several as rows of one table; below, the problems. */
export function reportText(reports: readonly ImportReport[]): string {
  const columns = columnsOf(wordsOfAll(reports)).filter(
    ([title, value]) => !OPTIONAL.includes(title) || reports.some((report) => value(report) !== '0'),
  );
  const [only] = reports;
  const table = reports.length === 1 && only !== undefined ? listOf(only, columns) : rowsOf(reports, columns);
  return [table, ...reports.flatMap((report) => notesOf(report, reports.length > 1))].join('\n');
}

function listOf(report: ImportReport, columns: readonly Column[]): string {
  const table = new Table({ style: { head: [], border: [], compact: true } });
  table.push(...columns.map(([title, value]) => ({ [title]: [value(report)] })));
  return table.toString();
}

function rowsOf(reports: readonly ImportReport[], columns: readonly Column[]): string {
  const table = new Table({
    head: columns.map(([title]) => title),
    colAligns: columns.map((_, index) => (index < TEXT_COLUMNS ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...reports.map((report) => columns.map(([, value]) => value(report))));
  return table.toString();
}

function notesOf({ importId, destinationName, ...report }: ImportReport, named: boolean): string[] {
  const words = wordsOf(report.source);
  const isRefused = ({ defect }: ImportReport['defectiveFiles'][number]) => defect === WINDOW_EXCEEDED;
  const refused = report.defectiveFiles.filter(isRefused).length;
  const files = report.defectiveFiles
    .filter((file) => !isRefused(file))
    .map(({ objectKey, defect }) => `${objectKey}: ${defect}`);
  const notes = [
    ...(report.error === null ? [] : [`  ${report.error.message}`]),
    ...listed.issues(report.issues, words),
    ...listed.lines(words.unreadable, MAX_FILES, files),
    ...(refused === 0
      ? []
      : [`  ${plural(refused, 'park-day')} before those that the account may read: ${WINDOW_EXCEEDED}`]),
    ...listed.gaps(report.missingDays),
    ...(report.provisionalDays === 0 ? [] : [`  ${plural(report.provisionalDays, 'park-day')} ${PROVISIONAL}`]),
  ];
  return named && notes.length > 0 ? [`${importId} ${destinationName}`, ...notes] : notes;
}
