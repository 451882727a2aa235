import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import { heatmap, typicalDay } from '../../api/queries.js';
import type { Schemas } from '../../api/client.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { Heatmap } from '../../charts/Heatmap.js';
import { emptyText, extremes } from '../../charts/heatmap-cells.js';
import { hoursWithWaits, percentilesOption, percentilesSummary, percentilesTable } from '../../charts/percentiles.js';
import { lowCoverageText, percentText, plural, waitText } from '../../format/numbers.js';
import { addDays, dayText, hourText, weekdayName } from '../../format/times.js';
import { Choice } from '../../parts/Choice.js';
import { Legend } from '../../parts/Legend.js';
import { Section } from '../../parts/page.js';
import { lastDays, type Period } from '../../parts/period.js';
import { PeriodFields } from '../../parts/PeriodFields.js';
import { useToday } from '../../parts/use-clock.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { type PatternsSearch, WEEKDAYS } from './patterns-search.js';
import type { Ride } from './ride.js';

interface PatternsViewProps {
  ride: Ride;
  period: Partial<Period>;
  onPeriod: (period: Period) => void;
  patterns: PatternsSearch;
  onPatterns: (changed: PatternsSearch) => void;
}

const DEFAULT_DAYS = 90;

export function PatternsView({ ride, period, onPeriod, patterns, onPatterns }: PatternsViewProps) {
  const today = useToday(ride.park.timezone);
  const chosen = { ...lastDays(DEFAULT_DAYS, addDays(today, -1)), ...period };
  const { heat = 'avgWait', weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7 } = patterns;
  return (
    <>
      <PeriodFields period={chosen} today={today} onChange={onPeriod} />
      <WeekHeatmap
        {...{ rideId: ride.rideId, period: chosen, metric: heat }}
        onMetric={(metric) => onPatterns({ heat: metric })}
      />
      <Percentiles {...{ rideId: ride.rideId, weekday }} onWeekday={(day) => onPatterns({ weekday: day })} />
    </>
  );
}

interface WeekHeatmapProps {
  rideId: number;
  period: Period;
  metric: Schemas['HeatmapMetric'];
  onMetric: (metric: Schemas['HeatmapMetric']) => void;
}

function WeekHeatmap({ rideId, period, metric, onMetric }: WeekHeatmapProps) {
  const query = useQuery(heatmap({ rideId }, period.from, period.to, metric));
  // While another period is being loaded, the previous one is still shown.
  const { from, to } = query.data?.period ?? period;
  return (
    <Section
      title="Week by hour"
      note={`${dayText(from)} to ${dayText(to)}, hours of the park, weighted by time`}
      actions={
        <Choice
          label="Metric"
          value={metric}
          onChange={onMetric}
          options={[
            { value: 'avgWait', text: 'Average wait' },
            { value: 'uptime', text: 'Uptime' },
          ]}
        />
      }
    >
      <Loaded query={query} label="the week" height={320}>
        {(data) => {
          const [least, most] = extremes(data);
          if (!least || !most) {
            const { title, advice } = emptyText(data);
            return <EmptyState title={title}>{advice}</EmptyState>;
          }
          return (
            <>
              <Heatmap
                data={data}
                caption={`Week by hour, ${data.metric === 'avgWait' ? 'average wait in minutes' : 'uptime in percent'}`}
              />
              <p className="chart-summary">
                {heatSummary(least, most, data.metric) +
                  lowCoverageText(coveragesOf(data), 'hour of the week', 'hours of the week')}
              </p>
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

const coveragesOf = ({ weekdays }: Schemas['HeatmapView']) =>
  weekdays.flatMap(({ hours }) =>
    hours.flatMap(({ value, coveragePercent }) => (value === null ? [] : coveragePercent)),
  );

type Extreme = ReturnType<typeof extremes>[number];

function heatSummary(least: Extreme, most: Extreme, metric: Schemas['HeatmapMetric']): string {
  const text = ({ weekday, hour, value }: Extreme) =>
    `${weekdayName(weekday)} at ${hourText(hour)} (${metric === 'avgWait' ? waitText(value) : percentText(value)})`;
  return metric === 'avgWait'
    ? `Shortest on ${text(least)}, longest on ${text(most)}.`
    : `Least reliable on ${text(least)}.`;
}

interface PercentilesProps {
  rideId: number;
  weekday: number;
  onWeekday: (weekday: number) => void;
}

function Percentiles({ rideId, weekday, onWeekday }: PercentilesProps) {
  const query = useQuery(typicalDay({ rideId }, { weekday }));
  const { data } = query;
  const hours = data?.hours;
  const option = useCallback((colors: ChartColors) => percentilesOption(hoursWithWaits(hours ?? []), colors), [hours]);
  if (!data)
    return (
      <Loaded query={query} label="the percentiles" height={340}>
        {() => null}
      </Loaded>
    );
  return (
    <ChartCard
      title="Waits by hour"
      note={`${weekdayName(data.weekday)}: ${plural(data.observedDays, 'observed day')} of the last ${data.days}`}
      summary={percentilesSummary(data.hours)}
      option={option}
      table={percentilesTable(data.hours)}
      actions={
        <Choice
          label="Weekday"
          value={String(weekday)}
          onChange={(value) => onWeekday(Number(value))}
          options={WEEKDAYS.map((day) => ({ value: String(day), text: weekdayName(day, 'short') }))}
        />
      }
      legend={
        <Legend
          items={[
            { text: 'Median', color: 'series-0', isLine: true },
            { text: '25th to 75th percentile', color: 'band' },
            { text: '90th percentile', color: 'series-1', isLine: true, isDashed: true },
          ]}
        />
      }
    />
  );
}
