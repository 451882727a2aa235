import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.js';
import { trends } from '../../api/queries.js';
import { decimalText, percentText, plural, signedText, UNKNOWN } from '../../format/numbers.js';
import { Choice } from '../../parts/Choice.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Page, Section } from '../../parts/page.js';
import { ScopePeriod } from '../../parts/ScopePeriod.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { TargetLink } from '../../parts/TargetLink.js';
import { WithinFields } from '../../parts/WithinFields.js';
import { searchChange } from '../../parts/search-change.js';
import { daysText, type Direction, type Metric, periodQuery, withinQuery } from '../../periods.js';

const route = getRouteApi('/trends');
const ENTRIES = 50;

type Entry = Schemas['TrendEntryView'];

export function TrendsPage() {
  const { direction = 'improving', metric = 'avgWait', ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const change = searchChange(navigate);
  const period = periodQuery(search);
  const { scope = 'rides' } = search;
  const within = withinQuery(search);
  const query = useQuery({
    ...trends({ scope, direction, metric, limit: ENTRIES, ...within, ...(period ?? { period: 'last_7d' }) }),
    enabled: period !== null,
  });
  return (
    <Page title="Trends" below="What changed against the period before">
      <div className="stack">
        <div className="controls">
          <Choice<Metric>
            label="Metric"
            value={metric}
            onChange={(value) => change({ metric: value })}
            options={[
              { value: 'avgWait', text: 'Average wait' },
              { value: 'uptime', text: 'Uptime' },
            ]}
          />
          <Choice<Direction>
            label="Direction"
            value={direction}
            onChange={(value) => change({ direction: value })}
            options={[
              { value: 'improving', text: 'Improving' },
              { value: 'declining', text: 'Declining' },
            ]}
          />
          <ScopePeriod search={search} onChange={change} />
          <WithinFields search={search} onChange={change} />
        </div>
        <Loaded query={query} label="the trends" height={480}>
          {(data) => <TrendTable data={data} />}
        </Loaded>
      </div>
    </Page>
  );
}

function TrendTable({ data }: { data: Schemas['TrendsView'] }) {
  const title = data.direction === 'improving' ? 'Improved most' : 'Declined most';
  const { period, total, scope } = data;
  const days = daysText(
    period,
    data.data.map(({ current }) => current.metrics.days),
  );
  const note = `${days} against as many days before; ${plural(total, scope === 'rides' ? 'ride' : 'park')}. Entries with too little observed time in either period are left out`;
  return (
    <Section title={title} note={note}>
      {data.data.length === 0 ? (
        <EmptyState title="Nothing changed in this direction">
          Choose the other direction, or a longer period.
        </EmptyState>
      ) : (
        <DataTable
          caption={title}
          rows={data.data}
          keyOf={({ parkId, rideId }) => rideId ?? `park ${parkId}`}
          columns={columnsOf(data.metric)}
        />
      )}
    </Section>
  );
}

/** `16.8 min`: whole minutes would hide, or contradict, a change of a few per cent. */
const exactWait = (minutes: number | null): string => (minutes === null ? UNKNOWN : `${decimalText(minutes)} min`);

function columnsOf(metric: Schemas['TrendMetric']): Column<Entry>[] {
  const isWait = metric === 'avgWait';
  const valueOf = ({ metrics }: Entry['current']) =>
    isWait ? exactWait(metrics.averageWaitMinutes) : percentText(metrics.uptimePercent);
  return [
    { head: 'Name', cell: (row) => <TargetLink target={row} /> },
    { head: 'Before', isNumeric: true, cell: ({ previous }) => valueOf(previous) },
    { head: 'Now', isNumeric: true, cell: ({ current }) => valueOf(current) },
    { head: 'Change', isNumeric: true, cell: ({ change }) => `${signedText(change)} ${isWait ? '%' : 'points'}` },
    { head: 'Observed', isNumeric: true, cell: ({ current }) => percentText(current.metrics.coveragePercent) },
  ];
}
