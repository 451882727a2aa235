import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { storageAlerts } from '../../../api/admin-queries.js';
import type { Schemas } from '../../../api/client.js';
import { retentionComparison, storageGrowth, storagePartitions, storageSummary } from '../../../api/storage-queries.js';
import { ChartCard } from '../../../charts/ChartCard.js';
import type { ChartColors } from '../../../charts/chart-colors.js';
import { Choice } from '../../../parts/Choice.js';
import { Legend } from '../../../parts/Legend.js';
import { Page, Section } from '../../../parts/page.js';
import { EmptyState, Loaded } from '../../../parts/states.js';
import { basisText } from './disk-outlook.js';
import { drawnCapacity, growthOption, growthSummary, growthTable, sizesOf } from './growth-chart.js';
import { MeasureNow } from './MeasureNow.js';
import { monthsOf, monthsOption, monthsSummary, monthsTable } from './months-chart.js';
import { Outlook } from './Outlook.js';
import { Retention } from './Retention.js';
import { StorageAlerts } from './StorageAlerts.js';
import { type Horizon, HORIZONS, type MeasuredOver } from './storage-search.js';
import { TableSizes } from './TableSizes.js';
import './storage.css';

const route = getRouteApi('/admin/storage');

/** Whether the disk is going to last, and what takes the space. */
export function StoragePage() {
  const { years = 5, days = 30 } = route.useSearch();
  const summary = useQuery(storageSummary());
  const growth = useQuery(storageGrowth(days));
  const partitions = useQuery(storagePartitions());
  const retention = useQuery(retentionComparison());
  const alerts = useQuery(storageAlerts());
  return (
    <Page
      title="Storage"
      below="Whether the disk is going to last, and what takes the space. Days and times are UTC."
      actions={summary.data && <MeasureNow newest={summary.data.newestMeasurement} />}
    >
      <div className="stack">
        <Loaded query={growth} label="the growth" height={110}>
          {(data) => (
            <Loaded query={alerts} label="the thresholds" height={110}>
              {({ thresholds }) => <Outlook growth={data} thresholds={thresholds.daysUntilFull} />}
            </Loaded>
          )}
        </Loaded>
        <Loaded query={alerts} label="the alerts" height={80}>
          {(data) => <StorageAlerts alerts={data} />}
        </Loaded>
        {growth.data && growth.data.measuredDays.length > 0 && (
          <GrowthCard growth={growth.data} years={years} days={days} />
        )}
        <Loaded query={partitions} label="the months" height={360}>
          {(data) => <Months partitions={data} />}
        </Loaded>
        <Loaded query={summary} label="the tables" height={320}>
          {(data) => <TableSizes summary={data} />}
        </Loaded>
        <Loaded query={retention} label="the comparison" height={240}>
          {(data) => <Retention comparison={data} />}
        </Loaded>
      </div>
    </Page>
  );
}

interface GrowthCardProps {
  growth: Schemas['StorageGrowthView'];
  years: Horizon;
  days: MeasuredOver;
}

function GrowthCard({ growth, years, days }: GrowthCardProps) {
  const navigate = route.useNavigate();
  const choose = (changed: { years?: Horizon; days?: MeasuredOver }) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true, resetScroll: false });
  const option = useCallback((colors: ChartColors) => growthOption(growth, years, colors), [growth, years]);
  const hasCapacity = drawnCapacity(sizesOf(growth, years), growth.capacity.limitBytes) !== null;
  const hasBand = sizesOf(growth, years).some(({ bytes }) => bytes.low !== null);
  return (
    <ChartCard
      title="Growth and projection"
      note={`${basisText(growth)}.`}
      summary={growthSummary(growth, years)}
      option={option}
      table={growthTable(growth, years)}
      actions={
        <>
          <select
            className="select"
            aria-label="Measured over"
            value={days}
            onChange={(event) => choose({ days: Number(event.target.value) as MeasuredOver })}
          >
            <option value="30">Growth of the last 30 days</option>
            <option value="90">Growth of the last 90 days</option>
            <option value="365">Growth of the last year</option>
          </select>
          <Choice
            label="Projected years"
            value={String(years)}
            onChange={(value) => choose({ years: Number(value) as Horizon })}
            options={HORIZONS.map((one) => ({ value: String(one), text: one === 1 ? '1 year' : `${one} years` }))}
          />
        </>
      }
      legend={
        <Legend
          items={[
            { text: 'Measured', color: 'series-0', isLine: true },
            { text: 'Projected', color: 'series-0', isLine: true, isDashed: true },
            ...(hasBand ? [{ text: '95 % band', color: 'band' }] : []),
            ...(hasCapacity ? [{ text: 'Capacity', color: 'trouble', isLine: true, isDashed: true }] : []),
          ]}
        />
      }
    />
  );
}

function Months({
  partitions: { tables, monthsAhead, catchAllRows },
}: {
  partitions: Schemas['StoragePartitionsView'];
}) {
  const months = monthsOf(tables);
  const option = useCallback((colors: ChartColors) => monthsOption(monthsOf(tables), tables, colors), [tables]);
  const note =
    `Observations by the month in which they were made; partitions for ${monthsAhead} months ahead are prepared` +
    (catchAllRows === 0 ? '' : `, ${catchAllRows} rows lie outside every month`);
  if (months.length === 0) {
    return (
      <Section title="Size by month" note={note}>
        <EmptyState title="There are no observations yet">Import an archive, or start the collection.</EmptyState>
      </Section>
    );
  }
  return (
    <ChartCard
      title="Size by month"
      note={note}
      summary={monthsSummary(months)}
      option={option}
      table={() => monthsTable(months, tables)}
    />
  );
}
