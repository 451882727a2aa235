import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.js';
import { explorePreview } from '../../api/queries.js';
import { percentText, priceText, waitText } from '../../format/numbers.js';
import { fullTimeText } from '../../format/times.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Section } from '../../parts/page.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { QUEUE_TEXT, SOURCE_TEXT, STATUS_TEXT } from '../../parts/words.js';
import type { Choice } from './explore-data.js';

const ROWS = 20;

/** The first rows of what a download has. */
export function Preview({ choice, timezone }: { choice: Choice; timezone: string | null }) {
  if (!('rideId' in choice.target)) {
    return (
      <EmptyState title="There is no preview of a whole park">
        The download has all of its rides. Choose one ride to look at rows here.
      </EmptyState>
    );
  }
  return <RidePreview rideId={choice.target.rideId} choice={choice} timezone={timezone} />;
}

interface RidePreviewProps {
  rideId: number;
  choice: Choice;
  timezone: string | null;
}

function RidePreview({ rideId, choice, timezone }: RidePreviewProps) {
  const query = useQuery(explorePreview(rideId, choice.dataset, choice.from, choice.to, ROWS));
  return (
    <Section title="First rows" note={`Times of the park, ${timezone ?? 'UTC'}`}>
      <Loaded query={query} label="the first rows" height={420}>
        {(rows) => {
          if (rows.data.length === 0)
            return <EmptyState title="Nothing is stored for this period">Choose another one above.</EmptyState>;
          if (rows.kind === 'raw') return <Rows rows={rows.data} columns={rawColumns(timezone)} />;
          if (rows.kind === 'queues') return <Rows rows={rows.data} columns={queueColumns(timezone)} />;
          return <Rows rows={rows.data} columns={rollupColumns(timezone)} />;
        }}
      </Loaded>
    </Section>
  );
}

function Rows<Row>({ rows, columns }: { rows: readonly Row[]; columns: readonly Column<Row>[] }) {
  return <DataTable caption="First rows" rows={rows} columns={columns} keyOf={(_, index) => index} />;
}

const rawColumns = (timezone: string | null): Column<Schemas['HistoryPoint']>[] => [
  { head: 'Recorded', cell: ({ recordedAt }) => fullTimeText(recordedAt, timezone) },
  { head: 'Last confirmed', cell: ({ lastConfirmedAt }) => fullTimeText(lastConfirmedAt, timezone) },
  { head: 'State', cell: ({ status }) => (status === null ? 'Unknown' : STATUS_TEXT[status]) },
  { head: 'Wait', isNumeric: true, cell: ({ waitMinutes }) => waitText(waitMinutes) },
  { head: 'Source', cell: ({ dataSource }) => SOURCE_TEXT[dataSource] },
];

const queueColumns = (timezone: string | null): Column<Schemas['QueuePoint']>[] => [
  { head: 'Recorded', cell: ({ recordedAt }) => fullTimeText(recordedAt, timezone) },
  { head: 'Queue', cell: ({ queueType }) => QUEUE_TEXT[queueType] },
  { head: 'Wait', isNumeric: true, cell: ({ waitMinutes }) => waitText(waitMinutes) },
  { head: 'Price', isNumeric: true, cell: ({ priceMinor, priceCurrency }) => priceText(priceMinor, priceCurrency) },
  { head: 'Return from', cell: ({ returnStart }) => fullTimeText(returnStart, timezone) },
  { head: 'Source', cell: ({ dataSource }) => SOURCE_TEXT[dataSource] },
];

const rollupColumns = (timezone: string | null): Column<Schemas['RollupPointView']>[] => [
  { head: 'From', cell: ({ from }) => fullTimeText(from, timezone) },
  { head: 'Average', isNumeric: true, cell: ({ averageWaitMinutes }) => waitText(averageWaitMinutes) },
  { head: 'Highest', isNumeric: true, cell: ({ peakWaitMinutes }) => waitText(peakWaitMinutes) },
  { head: 'Uptime', isNumeric: true, cell: ({ uptimePercent }) => percentText(uptimePercent) },
  { head: 'Observed', isNumeric: true, cell: ({ observedPercent }) => percentText(observedPercent) },
  { head: 'Source', cell: ({ dataSource }) => (dataSource === null ? '–' : SOURCE_TEXT[dataSource]) },
];
