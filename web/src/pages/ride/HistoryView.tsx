import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.js';
import { rideObservations, rideRollup } from '../../api/queries.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { STATE_LEGEND } from '../../charts/mark-areas.js';
import { isDown, rangesOf, stateIntervals } from '../../charts/state-intervals.js';
import { durationText, plural } from '../../format/numbers.js';
import { addDays, dayText, localDateOf, startOfDay } from '../../format/times.js';
import { Legend } from '../../parts/Legend.js';
import { lastDays, type Period, PeriodFields } from '../../parts/PeriodFields.js';
import { useNowMs, useToday } from '../../parts/use-now.js';
import { Loaded } from '../../parts/states.js';
import { sourcesText } from '../../parts/words.js';
import { rawOption, rawTable, rollupOption, rollupSummary, rollupTable, type Window } from './history-chart.js';
import { INTERVAL_TEXT, intervalOf, limited, zoomedOut } from './history-span.js';
import type { Ride } from './ride.js';

interface HistoryViewProps {
  ride: Ride;
  period: Partial<Period>;
  onPeriod: (period: Period) => void;
}

const DEFAULT_DAYS = 30;

/** Observations, hours or days, as the chosen span allows. Zooming into the chart chooses a shorter one. */
export function HistoryView({ ride, period, onPeriod }: HistoryViewProps) {
  const { timezone } = ride.park;
  const today = useToday(timezone);
  const chosen = limited({ ...lastDays(DEFAULT_DAYS, today), ...period });
  const [fromMs, toMs] = [startOfDay(chosen.from, timezone), startOfDay(addDays(chosen.to, 1), timezone)];
  const untilMs = Math.min(toMs, useNowMs());
  const window = useMemo(() => ({ fromMs, toMs, untilMs, timezone }), [fromMs, toMs, untilMs, timezone]);
  const onZoom = useCallback(
    (from: number, to: number) => {
      const zoomed = { from: localDateOf(from, timezone), to: localDateOf(to - 1, timezone) };
      if (zoomed.from !== chosen.from || zoomed.to !== chosen.to) onPeriod(zoomed);
    },
    [timezone, chosen.from, chosen.to, onPeriod],
  );
  const Chart = intervalOf(chosen) === 'raw' ? RawHistory : RollupHistory;
  return (
    <>
      <div className="controls">
        <PeriodFields period={chosen} today={today} onChange={onPeriod} />
        <button type="button" className="button" onClick={() => onPeriod(zoomedOut(chosen, today))}>
          Zoom out
        </button>
      </div>
      <Chart rideId={ride.rideId} period={chosen} window={window} onZoom={onZoom} />
      <p className="note">Zoom with the wheel or two fingers, move by dragging; a shorter span shows finer values.</p>
    </>
  );
}

interface ChartProps {
  rideId: number;
  period: Period;
  window: Window;
  onZoom: (from: number, to: number) => void;
}

const isoText = (ms: number): string => new Date(ms).toISOString();
const titleOf = ({ from, to }: Period): string => `${dayText(from)} to ${dayText(to)}`;

function RawHistory({ rideId, period, window, onZoom }: ChartProps) {
  const query = useQuery(rideObservations(rideId, isoText(window.fromMs), isoText(window.toMs)));
  return (
    <Loaded query={query} label="the history" height={400}>
      {(data) => <RawChart data={data} period={period} window={window} onZoom={onZoom} />}
    </Loaded>
  );
}

interface RawChartProps extends Omit<ChartProps, 'rideId'> {
  data: Schemas['RideHistory'];
}

function RawChart({ data, period, window, onZoom }: RawChartProps) {
  const intervals = useMemo(
    () => stateIntervals(data.data, data.stateAtFrom, window.fromMs, window.untilMs),
    [data, window],
  );
  const option = useCallback((colors: ChartColors) => rawOption(intervals, window, colors), [intervals, window]);
  const downMinutes = rangesOf(intervals, isDown).reduce((sum, [start, end]) => sum + (end - start) / 60_000, 0);
  return (
    <ChartCard
      title={titleOf(period)}
      note={[INTERVAL_TEXT.raw, sourcesText(data.data.map(({ dataSource }) => dataSource))].filter(Boolean).join('. ')}
      summary={`${plural(data.data.length, 'observation')}; down for ${durationText(downMinutes)}.${data.page.nextCursor ? ' The range has more observations than one page: choose a shorter one.' : ''}`}
      option={option}
      table={rawTable(intervals, window.timezone)}
      height={380}
      onZoom={onZoom}
      legend={<Legend items={[{ text: 'Posted wait', color: 'series-0', isLine: true }, ...STATE_LEGEND]} />}
    />
  );
}

function RollupHistory({ rideId, period, window, onZoom }: ChartProps) {
  const interval = intervalOf(period) === 'hour' ? 'hour' : 'day';
  const query = useQuery(rideRollup(rideId, isoText(window.fromMs), isoText(window.toMs), interval));
  const points = query.data?.data;
  const option = useCallback((colors: ChartColors) => rollupOption(points ?? [], window, colors), [points, window]);
  return (
    <Loaded query={query} label="the history" height={400}>
      {({ data }) => (
        <ChartCard
          title={titleOf(period)}
          note={[INTERVAL_TEXT[interval], sourcesText(data.map(({ dataSource }) => dataSource))]
            .filter(Boolean)
            .join('. ')}
          summary={rollupSummary(data, interval)}
          option={option}
          table={rollupTable(data, window.timezone)}
          height={380}
          onZoom={onZoom}
          legend={
            <Legend
              items={[
                { text: 'Average', color: 'series-0', isLine: true },
                { text: 'Lowest to highest', color: 'accent-soft' },
                { text: 'Closed', color: 'closed' },
                { text: 'Not observed', color: null },
              ]}
            />
          }
        />
      )}
    </Loaded>
  );
}
