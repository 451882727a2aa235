import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/client.js';
import { reconciliation } from '../../../api/quality-queries.js';
import { countText, percentText, plural } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';
import { type Column, DataTable } from '../../../parts/DataTable.js';
import { Figures } from '../../../parts/Figures.js';
import { Section } from '../../../parts/page.js';
import { PeriodFields } from '../../../parts/PeriodFields.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { useToday } from '../../../parts/use-clock.js';
import { DifferencesTable } from './DifferencesTable.js';
import { EXPLANATION_TEXT } from './explanation-text.js';
import { ParkFilter, useZones } from './ParkFilter.js';
import { chosenDays } from './period.js';
import type { QualitySearch } from './quality-search.js';

type Report = Schemas['ReconciliationReportView'];
type Park = Schemas['ReconciledParkView'];
type Metric = Schemas['DifferingMetricView'];

interface ReconciliationViewProps {
  search: QualitySearch;
  onChange: (changed: Partial<Record<keyof QualitySearch, unknown>>) => void;
}

/** The longest period that the API allows. */
const MAX_DAYS = 366;
const DEFAULT_DAYS = 31;
const PRESETS = [
  { text: '31 days', days: DEFAULT_DAYS },
  { text: '90 days', days: 90 },
  { text: '1 year', days: 365 },
];

/** How many daily figures agree with those that ThemeParks.wiki publishes: by park, by figure, and one by one. */
export function ReconciliationView({ search, onChange }: ReconciliationViewProps) {
  const { park } = search;
  const today = useToday(useZones()(park ?? null));
  const period = chosenDays(search, today, DEFAULT_DAYS, MAX_DAYS);
  const filter = { ...(park && { parkId: park }), startDate: period.from, endDate: period.to };
  const query = useQuery(reconciliation(filter));
  return (
    <>
      <div className="controls">
        <ParkFilter park={park} onChange={(chosen) => onChange({ park: chosen })} />
        <PeriodFields period={period} today={today} onChange={onChange} presets={PRESETS} />
      </div>
      <Loaded query={query} label="the comparison" height={360}>
        {(report) =>
          report.data.length === 0 ? (
            <Section title="Reconciliation" note={daysOf(report)}>
              <EmptyState title="No days were compared">
                Daily figures are compared with those of ThemeParks.wiki by a weekly job (with an API key and
                HISTORY_JOBS_ENABLED), or by the command npm run history:reconcile.
              </EmptyState>
            </Section>
          ) : (
            <>
              <Summary report={report} />
              <Parks report={report} />
              <Metrics report={report} />
              <DifferencesTable
                filter={filter}
                shown={search.differences ?? 'UNEXPLAINED'}
                onShow={(differences) => onChange({ differences })}
              />
            </>
          )
        }
      </Loaded>
    </>
  );
}

const daysOf = ({ startDate, endDate }: Report): string =>
  `${dayText(startDate)} to ${dayText(endDate)}, local days of each park`;

const shareText = (share: number | null): string => percentText(share === null ? null : 100 * share);

function Summary({ report }: { report: Report }) {
  const { rideDays, agreeing, explained, unexplained, notObserved, agreeingShare } = report.summary;
  return (
    <Section title="Agreement with ThemeParks.wiki" note={`Daily figures by their rules; ${daysOf(report)}`}>
      <Figures
        items={[
          {
            name: 'Agreeing',
            value: shareText(agreeingShare),
            note: `${countText(agreeing)} of ${plural(rideDays, 'ride-day')}`,
          },
          { name: 'Differing, explained', value: countText(explained), note: 'ride-days; every reason is known' },
          {
            name: 'Differing, unexplained',
            value: countText(unexplained),
            note: 'ride-days; each park-day is an issue',
          },
          { name: 'Not compared', value: countText(notObserved), note: 'published rows that were not observed here' },
        ]}
      />
    </Section>
  );
}

function Parks({ report }: { report: Report }) {
  return (
    <Section title="By park" note="Least agreeing first">
      <DataTable
        caption="Agreement of each park"
        rows={report.data}
        keyOf={({ parkId }) => parkId}
        columns={parkColumns(report)}
      />
    </Section>
  );
}

const parkColumns = ({ startDate, endDate }: Report): Column<Park>[] => [
  {
    head: 'Park',
    cell: ({ parkId, name }) => (
      <Link to="/admin/quality" search={{ view: 'reconciliation', park: parkId, from: startDate, to: endDate }}>
        {name}
      </Link>
    ),
  },
  { head: 'Agreeing', isNumeric: true, cell: ({ agreeingShare }) => shareText(agreeingShare) },
  { head: 'Ride-days', isNumeric: true, cell: ({ rideDays }) => countText(rideDays) },
  { head: 'Explained', isNumeric: true, cell: ({ explained }) => countText(explained) },
  { head: 'Unexplained', isNumeric: true, cell: ({ unexplained }) => countText(unexplained) },
  { head: 'Not compared', isNumeric: true, cell: ({ notObserved }) => countText(notObserved) },
  { head: 'Days', isNumeric: true, cell: ({ days }) => countText(days) },
];

function Metrics({ report }: { report: Report }) {
  if (report.differences.length === 0) return null;
  return (
    <Section title="What differs most" note="Figures by the number of ride-days on which they differ">
      <DataTable
        caption="What differs most"
        rows={report.differences}
        keyOf={({ field, explanation }) => `${field} ${explanation}`}
        columns={METRIC_COLUMNS}
      />
    </Section>
  );
}

const METRIC_COLUMNS: Column<Metric>[] = [
  { head: 'Figure', cell: ({ field }) => <code>{field}</code> },
  { head: 'Reason', cell: ({ explanation }) => EXPLANATION_TEXT[explanation] },
  { head: 'Ride-days', isNumeric: true, cell: ({ rideDays }) => countText(rideDays) },
];
