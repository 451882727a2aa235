import Table from 'cli-table3';
import { count } from '../../common/text.js';
import type { ImportRecord } from '../../modules/import/import-record.js';
import { sourceOf } from '../../modules/import/import-record.js';
import { duration, instant } from '../format.js';
import { wordsOfRecord } from './source-words.js';
import type { ArchiveDestinationRow, ImportState } from './import-overview.js';

const STYLE = { head: [], border: [], compact: true };

export function destinationsText(rows: readonly ArchiveDestinationRow[]): string {
  const table = new Table({
    head: ['destination', 'name', 'first day', 'last day', 'files'],
    colAligns: ['left', 'left', 'left', 'left', 'right'],
    style: STYLE,
  });
  table.push(
    ...rows.map(({ destinationId, name, firstDay, lastDay, files }) => [
      destinationId,
      name ?? '',
      firstDay ?? '-',
      lastDay ?? '-',
      count(files),
    ]),
  );
  return table.toString();
}

export function importsText(states: readonly ImportState[]): string {
  const table = new Table({
    head: ['import', 'destination', 'status', 'files', 'stored', 'rejected', 'up to', 'updated'],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'left', 'left'],
    style: STYLE,
  });
  table.push(
    ...states.map((state) => {
      const { record } = state;
      return [
        record.importId,
        record.destinationName + (record.parkId === null ? '' : ` (park ${record.parkId})`),
        statusWord(state),
        filesOf(record),
        count(record.stored),
        count(record.rejected),
        record.lastProcessedDate ?? '-',
        instant(record.updatedAt),
      ];
    }),
  );
  return table.toString();
}

/** The head of one import; the report has its counts. */
export function importText(state: ImportState): string {
  const { record, interrupted } = state;
  const table = new Table({ style: STYLE });
  const rows: [string, string][] = [
    ['import', record.importId],
    ['destination', `${record.destinationName} (${record.destinationWikiId})`],
    ['park', record.parkId === null ? 'all' : String(record.parkId)],
    ['range', rangeOf(record)],
    ['source', sourceOf(record) === 'ARCHIVE' ? 'archive' : 'History API'],
    [
      'options',
      `on-conflict ${record.options.onConflict}${record.options.replaceLive ? ', replace-live' : ''}${record.options.reread === true ? ', reread' : ''}`,
    ],
    ['status', statusWord(state)],
    ...(record.leaseUntil === null || interrupted
      ? []
      : [['leased until', instant(record.leaseUntil)] as [string, string]]),
    [wordsOfRecord(record).files, filesOf(record)],
    ['up to', record.lastProcessedDate ?? '-'],
    ['created', instant(record.createdAt)],
    ['last update', instant(record.updatedAt)],
    ['finished', instant(record.finishedAt)],
    ['attempts', String(record.attempts)],
    ['working time', duration(record.busyMs / 1000)],
  ];
  table.push(...rows.map(([title, value]) => ({ [title]: [value] })));
  return table.toString();
}

function rangeOf({ startDate, endDate, options: { requestedEndDate } }: ImportRecord): string {
  const range = `${startDate ?? 'first day'} to ${endDate ?? 'last day'}`;
  return requestedEndDate === undefined ? range : `${range} (requested until ${requestedEndDate})`;
}

function statusWord({ record, interrupted }: ImportState): string {
  if (interrupted) return 'INTERRUPTED';
  if (record.resumesAt !== null) return `${record.status} until ${instant(record.resumesAt)}`;
  return record.requestedAction === null ? record.status : `${record.status} (${record.requestedAction} requested)`;
}

function filesOf({ filesDone, filesTotal }: ImportRecord): string {
  return `${count(filesDone)}/${filesTotal === null ? '?' : count(filesTotal)}`;
}

/** How to continue or end an import. */
export function nextStep({ record, interrupted }: ImportState): string | null {
  const { importId, status } = record;
  if (record.resumesAt !== null) {
    return `A server continues it by itself at ${instant(record.resumesAt)}: the hourly budget of history requests is used up`;
  }
  if (interrupted || status === 'PAUSED' || status === 'FAILED' || status === 'PENDING') {
    return `Continue it: npm run import -- --resume ${importId}\nEnd it:      npm run import -- --cancel ${importId}`;
  }
  return null;
}
