import { useQuery } from '@tanstack/react-query';
import { type FileRow, firstRows } from '../../api/first-rows.js';
import { UNKNOWN } from '../../format/numbers.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Section } from '../../parts/page.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { type Choice, type Dataset, exportPath } from './explore-data.js';

const ROWS = 20;

const PUBLISHED =
  'Parks publish them for the weeks ahead; npm run schedule:past reads those of past months. Choose other days above.';

/** Advice for data sets that an import of the history does not contain. */
const EMPTY_ADVICE: Readonly<Partial<Record<Dataset, string>>> = {
  schedules: PUBLISHED,
  prices: PUBLISHED,
  rides: 'Rides come with the catalogue, or with the history of the park.',
  metadata: 'Metadata is synchronised once a day.',
};

/** The first rows of the file, with its own columns and values. */
export function Preview({ choice }: { choice: Choice }) {
  const query = useQuery(firstRows(exportPath(choice, 'ndjson'), ROWS));
  return (
    <Section title="First rows" note={`As in the file: instants in UTC, ${UNKNOWN} for null`}>
      <Loaded query={query} label="the first rows" height={420}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title="Nothing is stored for this choice">
              {EMPTY_ADVICE[choice.dataset] ??
                'Choose another period or data set above, or import the history of the park.'}
            </EmptyState>
          ) : (
            <DataTable caption="First rows" rows={rows} columns={columnsOf(rows[0]!)} keyOf={(_, index) => index} />
          )
        }
      </Loaded>
    </Section>
  );
}

function columnsOf(row: FileRow): Column<FileRow>[] {
  return Object.keys(row).map((name) => ({
    head: name,
    cell: (one: FileRow) => <span className="file-cell">{textOf(one[name])}</span>,
    isNumeric: typeof row[name] === 'number',
  }));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return UNKNOWN;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
