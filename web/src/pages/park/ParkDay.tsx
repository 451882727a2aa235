import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.js';
import { typicalDay } from '../../api/queries.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { percentilesOption, percentilesTable } from '../../charts/percentiles.js';
import { plural } from '../../format/numbers.js';
import { hourText, localDateOf, timeText, weekdayName } from '../../format/times.js';
import { Legend } from '../../parts/Legend.js';
import { Loaded } from '../../parts/states.js';
import { boardTotals, groupOf } from './live-board.js';
import { parkDaySummary } from './park-day.js';

/** The typical day of the park, and where it stands now. */
export function ParkDay({ live }: { live: Schemas['ParkLiveView'] }) {
  const today = localDateOf(Date.parse(live.asOf), live.timezone);
  const query = useQuery(typicalDay({ parkId: live.parkId }, { date: today }));
  const { data } = query;
  const now = boardTotals(live.rides.filter((ride) => groupOf(ride) === 'rides')).averageMinutes;
  const hour = hourText(Number(timeText(live.asOf, live.timezone).slice(0, 2)));
  const option = useCallback(
    (colors: ChartColors) => {
      const built = percentilesOption(data?.hours ?? [], colors) as { series: object[] };
      const point = {
        ...{
          type: 'line',
          symbol: 'circle',
          symbolSize: 11,
          showAllSymbol: true,
          data: now === null ? [] : [[hour, now]],
        },
        itemStyle: { color: colors.series[1] },
      };
      return { ...built, series: [...built.series, point] };
    },
    [data, now, hour],
  );
  return (
    <Loaded query={query} label="the typical day" height={360}>
      {(typical) => (
        <ChartCard
          title="Now against the typical day"
          note={`${weekdayName(typical.weekday)}: ${plural(typical.observedDays, 'observed day')} of the last ${typical.days}; average over all rides`}
          summary={parkDaySummary(typical, now, live.asOf)}
          option={option}
          table={percentilesTable(typical.hours)}
          legend={
            <Legend
              items={[
                { text: 'Now', color: 'series-1' },
                { text: 'Median', color: 'series-0', isLine: true },
                { text: '25th to 75th percentile', color: 'accent-soft' },
              ]}
            />
          }
        />
      )}
    </Loaded>
  );
}
