import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { rideObservations, typicalDay } from '../../api/queries.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { STATE_LEGEND } from '../../charts/mark-areas.js';
import { addDays, localDateOf, startOfDay, weekdayText } from '../../format/times.js';
import { useNowMs } from '../../parts/use-clock.js';
import { Legend } from '../../parts/Legend.js';
import { Loaded } from '../../parts/states.js';
import { sourcesText } from '../../parts/words.js';
import type { Ride } from './ride.js';
import { type Today, todayOf, todayOption, todaySummary, todayTable } from './today-chart.js';

export function TodayView({ ride }: { ride: Ride }) {
  const { timezone } = ride.park;
  const nowMs = useNowMs();
  const today = localDateOf(nowMs, timezone);
  const [from, to] = [startOfDay(today, timezone), startOfDay(addDays(today, 1), timezone)];
  const history = useQuery(rideObservations(ride.rideId, new Date(from).toISOString(), new Date(to).toISOString()));
  const typical = useQuery(typicalDay({ rideId: ride.rideId }, { date: today }));
  // A state without an end is known up to the instant of the response.
  const { data: observed, dataUpdatedAt, isPlaceholderData } = history;
  const asOfMs = isPlaceholderData ? nowMs : dataUpdatedAt;
  const day = useMemo(
    () => observed && typical.data && todayOf(observed, typical.data, today, asOfMs),
    [observed, typical.data, today, asOfMs],
  );
  return (
    <Loaded query={typical} label="the typical day" height={380}>
      {({ observedDays }) => (
        <Loaded query={history} label="today" height={380}>
          {({ data }) =>
            day && (
              <TodayChart
                day={day}
                title={`Today, ${weekdayText(today)}`}
                note={`${sourcesText(data.map(({ dataSource }) => dataSource)) ?? 'No observation today yet'}; typical: ${observedDays} earlier days of the same weekday`}
              />
            )
          }
        </Loaded>
      )}
    </Loaded>
  );
}

function TodayChart({ day, title, note }: { day: Today; title: string; note: string }) {
  const option = useCallback((colors: ChartColors) => todayOption(day, colors), [day]);
  return (
    <ChartCard
      title={title}
      note={note}
      summary={todaySummary(day)}
      option={option}
      table={todayTable(day)}
      height={340}
      legend={
        <Legend
          items={[
            { text: 'Wait today', color: 'series-0', isLine: true },
            { text: 'Typical: median', color: 'text-soft', isLine: true, isDashed: true },
            { text: 'Typical: middle half of the days', color: 'band' },
            ...STATE_LEGEND,
          ]}
        />
      }
    />
  );
}
