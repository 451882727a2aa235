import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ComparedKind } from '../../api/compared.js';
import { ApiError } from '../../api/errors.js';
import { comparison, type SearchHit } from '../../api/queries.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { percentText, waitText } from '../../format/numbers.js';
import { addDays } from '../../format/times.js';
import { DataTable } from '../../parts/DataTable.js';
import { EntityPicker } from '../../parts/EntityPicker.js';
import { Legend } from '../../parts/Legend.js';
import { Page, Section } from '../../parts/page.js';
import { lastDays, type Period } from '../../parts/period.js';
import { PeriodFields } from '../../parts/PeriodFields.js';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.js';
import { useToday } from '../../parts/use-clock.js';
import { searchChange } from '../../parts/search-change.js';
import {
  type ComparedSeries,
  compareLegend,
  compareOption,
  compareSummary,
  compareTable,
  dayLabels,
  seriesOf,
} from './compare-data.js';
import { MAX_COMPARED } from './max-compared.js';

const route = getRouteApi('/compare');
const DEFAULT_DAYS = 30;

export function ComparePage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const today = useToday(null);
  const period = { ...lastDays(DEFAULT_DAYS, addDays(today, -1)), ...daysOf(search.from, search.to) };
  const second = search.from2 && search.to2 ? { from: search.from2, to: search.to2 } : null;
  const kind = search.parks ? 'parks' : 'rides';
  const ids = (kind === 'parks' ? search.parks : search.rides)?.split(',').map(Number).slice(0, MAX_COMPARED) ?? [];
  const change = searchChange(navigate);
  const choose = (chosen: number[], of: ComparedKind) =>
    change({ rides: undefined, parks: undefined, [of]: chosen.length === 0 ? undefined : chosen.join(',') });
  const kindOf = (hit: SearchHit) => (hit.kind === 'PARK' ? 'parks' : 'rides');
  const isChosen = (hit: SearchHit) => kindOf(hit) === kind && ids.includes(hit.id);
  const add = (hit: SearchHit) => {
    const of = kindOf(hit);
    choose([...new Set([...(of === kind ? ids : []), hit.id])].slice(0, MAX_COMPARED), of);
  };
  return (
    <Page title="Compare" below="Up to six rides or six parks, over one period or two">
      <div className="stack">
        {ids.length < MAX_COMPARED ? (
          <EntityPicker label="Add a ride or park" isChosen={isChosen} onChoose={add} />
        ) : (
          <p className="note">{`${MAX_COMPARED} ${kind} are compared, which is the most. Remove one below to add another.`}</p>
        )}
        <div className="controls">
          <PeriodFields period={period} today={today} onChange={change} />
          {second ? (
            <>
              <span className="note">against</span>
              <PeriodFields
                period={second}
                today={today}
                presets={[]}
                onChange={({ from, to }, isTypedOn) => change({ from2: from, to2: to }, isTypedOn)}
              />
              <button type="button" className="button" onClick={() => change({ from2: undefined, to2: undefined })}>
                One period
              </button>
            </>
          ) : (
            <button type="button" className="button" onClick={() => change(before(period))}>
              Against a second period
            </button>
          )}
        </div>
        {ids.length === 0 ? (
          <EmptyState title="Nothing is chosen yet">
            Type the name of a ride or a park above, and choose it from the list.
          </EmptyState>
        ) : (
          <Comparison
            {...{ kind, ids, period, second }}
            onRemove={(id) =>
              choose(
                ids.filter((one) => one !== id),
                kind,
              )
            }
          />
        )}
      </div>
    </Page>
  );
}

const daysOf = (from: string | undefined, to: string | undefined) => (from && to ? { from, to } : {});

/** The same number of days just before. */
function before({ from, to }: Period) {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  return { from2: addDays(from, -days), to2: addDays(from, -1) };
}

interface ComparisonProps {
  kind: ComparedKind;
  ids: readonly number[];
  period: Period;
  second: Period | null;
  onRemove: (id: number) => void;
}

function Comparison({ kind, ids, period, second, onRemove }: ComparisonProps) {
  const first = useQuery(comparison(kind, ids, period));
  const other = useQuery(comparison(kind, ids, second));
  const failed = [first, other].find(({ isError }) => isError);
  const failure = failed && <Failed error={failed.error} retry={() => void failed.refetch()} {...{ kind, onRemove }} />;
  if (!first.data) return failure ?? <Skeleton height={420} />;
  const two = other.data ?? null;
  const series = seriesOf(first.data, two);
  return (
    <>
      {failure}
      <CompareChart series={series} labels={dayLabels(first.data.period, two?.period)} />
      <Section title="Totals">
        <DataTable
          caption="Totals of each entry"
          rows={series}
          keyOf={({ key }) => key}
          columns={[
            { head: 'Name', cell: (one) => <EntryLink kind={kind} {...one} /> },
            { head: 'Average', isNumeric: true, cell: ({ metrics }) => waitText(metrics.averageWaitMinutes) },
            { head: 'Highest', isNumeric: true, cell: ({ metrics }) => waitText(metrics.peakWaitMinutes) },
            { head: 'Uptime', isNumeric: true, cell: ({ metrics }) => percentText(metrics.uptimePercent) },
            { head: 'Observed', isNumeric: true, cell: ({ metrics }) => percentText(metrics.coveragePercent) },
            {
              head: 'Remove',
              cell: ({ name, id }) => (
                <button type="button" className="button" aria-label={`Remove ${name}`} onClick={() => onRemove(id)}>
                  ×
                </button>
              ),
            },
          ]}
        />
      </Section>
    </>
  );
}

function EntryLink({ kind, id, name }: Pick<ComparedSeries, 'id' | 'name'> & Pick<ComparisonProps, 'kind'>) {
  return kind === 'parks' ? (
    <Link to="/parks/$parkId" params={{ parkId: String(id) }}>
      {name}
    </Link>
  ) : (
    <Link to="/rides/$rideId" params={{ rideId: String(id) }}>
      {name}
    </Link>
  );
}

interface FailedProps extends Pick<ComparisonProps, 'kind' | 'onRemove'> {
  error: Error | null;
  retry: () => void;
}

/** A shared address may name a ride that no longer exists: it can be removed, and the others remain. */
function Failed({ error, retry, kind, onRemove }: FailedProps) {
  const missing = error instanceof ApiError ? error.details[kind === 'parks' ? 'parkId' : 'rideId'] : undefined;
  if (typeof missing !== 'number') return <ErrorState error={error} retry={retry} />;
  return (
    <>
      <ErrorState error={error} />
      <div>
        <button type="button" className="button" onClick={() => onRemove(missing)}>
          {`Leave out ${kind === 'parks' ? 'park' : 'ride'} ${missing}`}
        </button>
      </div>
    </>
  );
}

function CompareChart({ series, labels }: { series: readonly ComparedSeries[]; labels: readonly string[] }) {
  // The same values after a refresh are not drawn again.
  const key = JSON.stringify(series.map(({ metrics: _, ...line }) => line));
  const kept = useMemo(() => JSON.parse(key) as Omit<ComparedSeries, 'metrics'>[], [key]);
  const labelKey = labels.join('|');
  const option = useCallback(
    (colors: ChartColors) => compareOption(kept, labelKey.split('|'), colors),
    [kept, labelKey],
  );
  return (
    <ChartCard
      title="Average wait by day"
      note="Local days of each park, weighted by time within its opening hours"
      summary={compareSummary(series)}
      option={option}
      table={compareTable(series, labels)}
      height={380}
      legend={<Legend items={compareLegend(series)} />}
    />
  );
}
