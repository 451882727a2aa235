import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { ParkLive } from '../../api/ages.js';
import { parkToday } from '../../api/park-queries.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { dayText, weekdayText } from '../../format/times.js';
import { Legend } from '../../parts/Legend.js';
import { Loaded } from '../../parts/states.js';
import { boardTotals, groupOf } from './live-board.js';
import { todayOption, todaySummary, todayTable } from './park-today.js';

/** Today's average wait by hour, against the same weekday of the year before. */
export function ParkDay({ live }: { live: ParkLive }) {
  const query = useQuery(parkToday(live.parkId));
  const { data } = query;
  const now = boardTotals(live.rides.filter((ride) => groupOf(ride) === 'rides')).averageMinutes;
  const option = useCallback((colors: ChartColors) => (data ? todayOption(data, colors) : {}), [data]);
  return (
    <Loaded query={query} label="today" height={360}>
      {(today) => (
        <ChartCard
          title="Today against the typical day"
          note={`${weekdayText(today.date)}, average over all rides. Typical: this weekday, ${dayText(today.comparedWith.from)} to ${dayText(today.comparedWith.to)}`}
          summary={todaySummary(today, now, live.asOf)}
          option={option}
          table={todayTable(today)}
          legend={
            <Legend
              items={[
                { text: 'Today', color: 'series-1', isLine: true },
                { text: 'Typical: median', color: 'text-soft', isLine: true, isDashed: true },
                { text: 'Typical: middle half of the days', color: 'band' },
              ]}
            />
          }
        />
      )}
    </Loaded>
  );
}
