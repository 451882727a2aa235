import { useState } from 'react';
import type { Schemas } from '../../../api/client.js';
import { bytesText, countText, decimalText, percentText, plural } from '../../../format/numbers.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { EmptyState } from '../../../parts/states.js';
import { SizeBar } from './SizeBar.js';

type Table = Schemas['StorageTableView'];

const SHOWN_FIRST = 10;

/** Every table of the database, the largest first. */
export function TableSizes({
  summary: { tables, totals, binaryLog, notes },
}: {
  summary: Schemas['StorageSummaryView'];
}) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? tables : tables.slice(0, SHOWN_FIRST);
  const note = totals
    ? `${plural(tables.length, 'table')}, ${countText(totals.rows)} rows, ${bytesText(totals.totalBytes)} on disk` +
      ` (data ${bytesText(totals.dataBytes)}, indexes ${bytesText(totals.indexBytes)}, free ${bytesText(totals.freeBytes)})` +
      (binaryLog?.bytes == null ? '' : `; the binary log takes ${bytesText(binaryLog.bytes)} more`)
    : 'Not measured yet';
  return (
    <Section title="Size by table" note={note}>
      {tables.length === 0 ? (
        <EmptyState title="Nothing has been measured yet">Choose “Measure now” above.</EmptyState>
      ) : (
        <>
          <DataTable caption="Size by table" rows={shown} keyOf={({ table }) => table} columns={COLUMNS} />
          {tables.length > SHOWN_FIRST && (
            <button type="button" className="button more" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
              {isWhole ? 'Show only the largest' : `Show all ${tables.length} tables`}
            </button>
          )}
          {notes.map((text) => (
            <p key={text} className="note">
              {text}
            </p>
          ))}
        </>
      )}
    </Section>
  );
}

const COLUMNS: Column<Table>[] = [
  { head: 'Table', cell: ({ table }) => <code className="table-name">{table}</code> },
  { head: 'On disk', cell: ({ totalBytes, share }) => <SizeBar share={share} text={bytesText(totalBytes)} /> },
  { head: 'Share', isNumeric: true, cell: ({ share }) => percentText(100 * share) },
  {
    head: 'Rows',
    isNumeric: true,
    cell: ({ rows, rowCountExact }) => `${rowCountExact ? '' : 'about '}${countText(rows)}`,
  },
  { head: 'Data', isNumeric: true, cell: ({ dataBytes }) => bytesText(dataBytes) },
  { head: 'Indexes', isNumeric: true, cell: ({ indexBytes }) => bytesText(indexBytes) },
  { head: 'Free', isNumeric: true, cell: ({ freeBytes }) => bytesText(freeBytes) },
  { head: 'Bytes a row', isNumeric: true, cell: ({ bytesPerRow }) => decimalText(bytesPerRow) },
  { head: 'Partitions', isNumeric: true, cell: ({ partitions }) => (partitions === 0 ? '–' : countText(partitions)) },
];
