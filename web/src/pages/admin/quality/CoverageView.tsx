import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.js';
import { coverage } from '../../../api/quality-queries.js';
import { ChartCard } from '../../../charts/ChartCard.js';
import type { ChartColors } from '../../../charts/chart-colors.js';
import { percentText } from '../../../format/numbers.js';
import { dayText } from '../../../format/times.js';
import { Legend } from '../../../parts/Legend.js';
import { Section } from '../../../parts/page.js';
import { PeriodFields } from '../../../parts/PeriodFields.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { useToday } from '../../../parts/use-clock.js';
import { coverageSummary, coverageTable, gridOfParks, gridOfWeeks } from './coverage-grid.js';
import { coverageOption, gridHeight } from './coverage-option.js';
import { ParkFilter, useZones } from './ParkFilter.js';
import { chosenDays } from './period.js';
import type { QualitySearch } from './quality-search.js';

interface CoverageViewProps {
  search: QualitySearch;
  onChange: (changed: Partial<Record<keyof QualitySearch, unknown>>) => void;
}

/** The longest periods that the API allows. */
const MAX_DAYS_OF_ALL = 31;
const MAX_DAYS_OF_ONE = 366;
const PRESETS_OF_ALL = [
  { text: '7 days', days: 7 },
  { text: '31 days', days: 31 },
];
const PRESETS_OF_ONE = [
  { text: '30 days', days: 30 },
  { text: '90 days', days: 90 },
  { text: '1 year', days: 365 },
];

/** How much of the opening hours was observed, day by day: of all parks, or the calendar of one. */
export function CoverageView({ search, onChange }: CoverageViewProps) {
  const { park } = search;
  const today = useToday(useZones()(park ?? null));
  const period =
    park === undefined
      ? chosenDays(search, today, MAX_DAYS_OF_ALL, MAX_DAYS_OF_ALL)
      : chosenDays(search, today, MAX_DAYS_OF_ONE, MAX_DAYS_OF_ONE);
  const query = useQuery(coverage({ ...(park && { parkId: park }), startDate: period.from, endDate: period.to }));
  return (
    <>
      <div className="controls">
        <ParkFilter park={park} onChange={(chosen) => onChange({ park: chosen, from: undefined, to: undefined })} />
        <PeriodFields
          period={period}
          today={today}
          onChange={onChange}
          presets={park === undefined ? PRESETS_OF_ALL : PRESETS_OF_ONE}
        />
      </div>
      <Loaded query={query} label="the coverage" height={360}>
        {(report) => <CoverageCard report={report} />}
      </Loaded>
    </>
  );
}

function CoverageCard({ report }: { report: Schemas['CoverageReport'] }) {
  const { parks, startDate, endDate } = report;
  const [only] = parks;
  const isOne = parks.length === 1 && only !== undefined;
  const option = useCallback((colors: ChartColors) => coverageOption(gridOf(report), colors), [report]);
  const days = `${dayText(startDate)} to ${dayText(endDate)}, local days of each park`;
  if (only === undefined) {
    return (
      <Section title="Coverage" note={days}>
        <EmptyState title="There are no active parks yet">
          They come with the catalogue: start the collection, or import an archive.
        </EmptyState>
      </Section>
    );
  }
  return (
    <ChartCard
      title={isOne ? `Coverage of ${only.name}` : 'Coverage'}
      note={
        isOne && only.coverage !== null ? `${percentText(100 * only.coverage)} of the opening hours; ${days}` : days
      }
      summary={coverageSummary(parks)}
      option={option}
      table={() => coverageTable(parks)}
      height={gridHeight(gridOf(report))}
      legend={
        <Legend
          items={[
            { text: '95 % or more observed', color: 'coverage-3' },
            { text: '80 to 95 %', color: 'coverage-2' },
            { text: '50 to 80 %', color: 'coverage-1' },
            { text: 'less than half', color: 'coverage-0' },
            { text: 'closed', color: 'closed' },
            { text: 'excluded', color: 'series-1' },
            { text: 'no data', color: null },
          ]}
        />
      }
    />
  );
}

function gridOf({ parks, startDate, endDate }: Schemas['CoverageReport']) {
  const [only] = parks;
  return parks.length === 1 && only ? gridOfWeeks(only, startDate, endDate) : gridOfParks(parks, startDate, endDate);
}
