import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Schemas } from '../../api/client.js';
import { downtimeRanking, waitRanking } from '../../api/queries.js';
import { decimalText, durationText, percentText, plural, waitText } from '../../format/numbers.js';
import { dayText } from '../../format/times.js';
import { Choice } from '../../parts/Choice.js';
import { type Column, DataTable } from '../../parts/DataTable.js';
import { Page, Section } from '../../parts/page.js';
import { ScopePeriod } from '../../parts/ScopePeriod.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { TargetLink } from '../../parts/TargetLink.js';
import { WaitCell } from '../../parts/WaitCell.js';
import { type Ranking } from '../../periods.js';
import { excludedTexts } from './excluded-texts.js';

const route = getRouteApi('/rankings');
const ENTRIES = 50;

type Ranked = Schemas['RankedView'];

export function RankingsPage() {
  const { by = 'waits', ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const change = (changed: object) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), resetScroll: false });
  const { scope = 'rides', period = 'last_7d', from, to } = search;
  const days = period === 'custom' && from && to ? { from, to } : {};
  const query = { scope, period, limit: ENTRIES, ...days };
  const isReady = period !== 'custom' || 'from' in days;
  const waits = useQuery({ ...waitRanking(query), enabled: isReady && by === 'waits' });
  const downtime = useQuery({ ...downtimeRanking(query), enabled: isReady && by === 'downtime' });
  const shown = by === 'waits' ? waits : downtime;
  return (
    <Page title="Rankings">
      <div className="stack">
        <div className="controls">
          <Choice<Ranking>
            label="Ranked by"
            value={by}
            onChange={(value) => change({ by: value })}
            options={[
              { value: 'waits', text: 'Longest waits' },
              { value: 'downtime', text: 'Most downtime' },
            ]}
          />
          <ScopePeriod search={search} onChange={change} />
        </div>
        <Loaded query={shown} label="the ranking" height={480}>
          {(data) => <RankingTable data={data} />}
        </Loaded>
      </div>
    </Page>
  );
}

function RankingTable({ data }: { data: Schemas['RankingView'] }) {
  const { period, total, excluded, rankedBy, scope } = data;
  const title = rankedBy === 'averageWaitMinutes' ? 'Longest average waits' : 'Most downtime';
  const days = `${dayText(period.from)} to ${dayText(period.to)}${period.isFinal ? '' : ', still changing'}`;
  return (
    <>
      <Section
        title={title}
        note={`${days}. ${plural(total, scope === 'rides' ? 'ride' : 'park')} ranked, weighted by time within opening hours`}
      >
        {data.data.length === 0 ? (
          <EmptyState title="Nothing can be ranked in this period">
            Choose a longer period, or see below why entries are excluded.
          </EmptyState>
        ) : (
          <DataTable
            caption={title}
            rows={data.data}
            keyOf={({ parkId, rideId }) => rideId ?? `park ${parkId}`}
            columns={columnsOf(data)}
          />
        )}
      </Section>
      <Section title="Not ranked">
        <ul className="plain-list">
          {excludedTexts(excluded, scope).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function columnsOf({ data, rankedBy }: Schemas['RankingView']): Column<Ranked>[] {
  const longest = data[0]?.value ?? 0;
  const value: Column<Ranked> =
    rankedBy === 'averageWaitMinutes'
      ? { head: 'Average wait', cell: (row) => <WaitCell waitMinutes={row.value} longest={longest} /> }
      : { head: 'Downtime', isNumeric: true, cell: (row) => percentText(row.value) };
  return [
    { head: '#', isNumeric: true, cell: ({ rank }) => rank },
    { head: 'Name', cell: (row) => <TargetLink target={row} /> },
    value,
    { head: 'Highest wait', isNumeric: true, cell: ({ metrics }) => waitText(metrics.peakWaitMinutes) },
    { head: 'Down', isNumeric: true, cell: ({ metrics }) => durationText(metrics.downMinutes) },
    { head: 'Uptime', isNumeric: true, cell: ({ metrics }) => percentText(metrics.uptimePercent) },
    {
      head: 'Observed',
      isNumeric: true,
      cell: ({ metrics }) => `${decimalText(metrics.coveragePercent)} % on ${plural(metrics.observedDays, 'day')}`,
    },
  ];
}
