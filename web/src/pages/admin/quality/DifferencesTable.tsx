import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { differences, type ReconciliationFilter } from '../../../api/quality-queries.js';
import { plural } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';
import { Choice } from '../../../parts/Choice.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Section } from '../../../parts/page.js';
import { Loaded } from '../../../parts/states.js';
import { EXPLANATION_TEXT } from './explanation-text.js';
import type { ShownDifferences } from './quality-search.js';

type Difference = Schemas['DifferenceView'];

interface DifferencesTableProps {
  filter: ReconciliationFilter;
  shown: ShownDifferences;
  onShow: (shown: ShownDifferences) => void;
}

/** The newest differences, with both values. */
export function DifferencesTable({ filter, shown, onShow }: DifferencesTableProps) {
  const query = useQuery(differences({ ...filter, ...(shown === 'UNEXPLAINED' && { explanation: shown }) }));
  return (
    <Section title="Differences" note="Values by their rules, newest day first; times are UTC">
      <Choice
        label="Show"
        value={shown}
        onChange={onShow}
        options={[
          { value: 'UNEXPLAINED', text: 'Unexplained' },
          { value: 'ALL', text: 'All' },
        ]}
      />
      <Loaded query={query} label="the differences" height={200}>
        {({ data, page }) =>
          data.length === 0 ? (
            <p>{shown === 'ALL' ? 'No figure differs.' : 'No figure differs without a known reason.'}</p>
          ) : (
            <>
              <DataTable
                caption="Differences"
                rows={data}
                keyOf={({ rideId, date, field }) => `${rideId} ${date} ${field}`}
                columns={COLUMNS}
              />
              {page.total > data.length && (
                <p className="note">{`The newest ${data.length} of ${plural(page.total, 'difference')}.`}</p>
              )}
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

const COLUMNS: Column<Difference>[] = [
  { head: 'Day', cell: ({ date }) => dayText(date) },
  {
    head: 'Ride',
    cell: ({ rideId, rideName }) => (
      <Link to="/rides/$rideId" params={{ rideId: String(rideId) }}>
        {rideName}
      </Link>
    ),
  },
  { head: 'Figure', cell: ({ field }) => <code>{field}</code> },
  { head: 'Here', isNumeric: true, cell: ({ ours }) => ours ?? 'none' },
  { head: 'Published', isNumeric: true, cell: ({ theirs }) => theirs ?? 'none' },
  { head: 'Reason', cell: ({ explanation }) => EXPLANATION_TEXT[explanation] },
];
