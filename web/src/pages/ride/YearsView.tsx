import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import { type Target, yearOverYear } from '../../api/queries.js';
import type { Schemas } from '../../api/client.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { type Align } from '../../alignments.js';
import { yearsLegend, yearsOption, yearsSummary, yearsTable } from '../../charts/years.js';
import { percentText, signedText, waitText } from '../../format/numbers.js';
import { addDays, dayText } from '../../format/times.js';
import { Choice } from '../../parts/Choice.js';
import { DataTable } from '../../parts/DataTable.js';
import { Legend } from '../../parts/Legend.js';
import { Section } from '../../parts/page.js';
import { lastDays, type Period } from '../../parts/period.js';
import { PeriodFields } from '../../parts/PeriodFields.js';
import { useToday } from '../../parts/use-clock.js';
import { Loaded } from '../../parts/states.js';

interface YearsViewProps {
  target: Target;
  timezone: string | null;
  period: Partial<Period>;
  align: Align;
  onPeriod: (period: Period) => void;
  onAlign: (align: Align) => void;
}

const YEARS = 3;
const DEFAULT_DAYS = 30;

export function YearsView({ target, timezone, period, align, onPeriod, onAlign }: YearsViewProps) {
  const today = useToday(timezone);
  const chosen = { ...lastDays(DEFAULT_DAYS, addDays(today, -1)), ...period };
  const query = useQuery(yearOverYear(target, { ...chosen, years: YEARS, align }));
  const { data } = query;
  const option = useCallback((colors: ChartColors) => (data ? yearsOption(data, colors) : {}), [data]);
  return (
    <>
      <PeriodFields period={chosen} today={today} onChange={onPeriod} />
      <Loaded query={query} label="the years" height={420}>
        {(loaded) => (
          <>
            <ChartCard
              title="The same days of earlier years"
              note={`${dayText(loaded.period.from)} to ${dayText(loaded.period.to)}, average wait of each day`}
              summary={yearsSummary(loaded)}
              option={option}
              table={yearsTable(loaded)}
              height={340}
              legend={<Legend items={yearsLegend(loaded)} />}
              actions={
                <Choice
                  label="Compare"
                  value={align}
                  onChange={onAlign}
                  options={[
                    { value: 'date', text: 'Same dates' },
                    { value: 'weekday', text: 'Same weekdays' },
                  ]}
                />
              }
            />
            <YearTotals years={loaded.years} />
          </>
        )}
      </Loaded>
    </>
  );
}

function YearTotals({ years }: { years: readonly Schemas['ComparedYearView'][] }) {
  return (
    <Section title="Totals of the period">
      <DataTable
        caption="Totals of the period by year"
        rows={years}
        keyOf={({ yearsBefore }) => yearsBefore}
        columns={[
          { head: 'Period', cell: ({ from, to }) => `${dayText(from)} to ${dayText(to)}` },
          { head: 'Average', isNumeric: true, cell: ({ metrics }) => waitText(metrics.averageWaitMinutes) },
          { head: 'Now against it', isNumeric: true, cell: ({ change }) => changeText(change?.averageWaitPercent) },
          { head: 'Highest', isNumeric: true, cell: ({ metrics }) => waitText(metrics.peakWaitMinutes) },
          { head: 'Uptime', isNumeric: true, cell: ({ metrics }) => percentText(metrics.uptimePercent) },
          {
            head: 'Observed',
            isNumeric: true,
            cell: ({ metrics }) => `${percentText(metrics.coveragePercent)}${metrics.lowCoverage ? ' (low)' : ''}`,
          },
        ]}
      />
    </Section>
  );
}

const changeText = (percent: number | null | undefined): string => (percent == null ? '–' : `${signedText(percent)} %`);
