import { useCallback, useMemo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { rideQueues } from '../../api/queries.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { plural } from '../../format/numbers.js';
import { addDays, fullTimeText, startOfDay } from '../../format/times.js';
import { isReversed, lastDays, type Period } from '../../parts/period.js';
import { PeriodFields, ReversedPeriod } from '../../parts/PeriodFields.js';
import { useNowMs, useToday } from '../../parts/use-clock.js';
import { EmptyState, Loaded } from '../../parts/states.js';
import { QUEUE_TEXT, sourcesText } from '../../parts/words.js';
import type { Window } from './history-chart.js';
import {
  hasValues,
  leadSeries,
  minutesLabel,
  priceLabel,
  priceSeries,
  type QueuePoint,
  queueOption,
  type QueueSeries,
  waitSeries,
} from './queue-chart.js';
import type { Ride } from './ride.js';

interface QueuesViewProps {
  ride: Ride;
  period: Partial<Period>;
  onPeriod: (period: Period) => void;
}

const DEFAULT_DAYS = 7;
const PRESETS = [
  { text: '1 day', days: 1 },
  { text: '7 days', days: 7 },
  { text: '30 days', days: 30 },
];

/** Prices, return windows and waits of the queues other than standby. */
export function QueuesView({ ride, period, onPeriod }: QueuesViewProps) {
  const today = useToday(ride.park.timezone);
  const chosen = { ...lastDays(DEFAULT_DAYS, today), ...period };
  return (
    <>
      <PeriodFields period={chosen} today={today} onChange={onPeriod} presets={PRESETS} />
      {isReversed(chosen) ? <ReversedPeriod period={chosen} /> : <Queues ride={ride} {...chosen} />}
    </>
  );
}

function Queues({ ride, from, to }: { ride: Ride } & Period) {
  const { timezone } = ride.park;
  const [fromMs, toMs] = [startOfDay(from, timezone), startOfDay(addDays(to, 1), timezone)];
  const untilMs = Math.min(toMs, useNowMs());
  const window = useMemo(() => ({ fromMs, toMs, untilMs, timezone }), [fromMs, toMs, untilMs, timezone]);
  const query = useQuery(rideQueues(ride.rideId, new Date(fromMs).toISOString(), new Date(toMs).toISOString()));
  return (
    <Loaded query={query} label="the queues" height={360}>
      {({ data, page }) => (
        <>
          {page.nextCursor && (
            <p className="note">
              The period has more values than one page: the charts end early. Choose a shorter one.
            </p>
          )}
          <QueueCharts points={data} window={window} />
        </>
      )}
    </Loaded>
  );
}

function QueueCharts({ points, window }: { points: readonly QueuePoint[]; window: Window }) {
  const types = [...new Set(points.map(({ queueType }) => queueType))].filter((type) => type !== 'STANDBY');
  const charts = types.flatMap((type) => {
    const own = points.filter(({ queueType }) => queueType === type);
    const currency = own.find(({ priceCurrency }) => priceCurrency !== null)?.priceCurrency ?? null;
    return [
      { type, series: priceSeries(own), currency, source: sourcesText(own.map(({ dataSource }) => dataSource)) },
      { type, series: leadSeries(own), currency: null, source: sourcesText(own.map(({ dataSource }) => dataSource)) },
      { type, series: waitSeries(own), currency: null, source: sourcesText(own.map(({ dataSource }) => dataSource)) },
    ].filter(({ series }) => hasValues(series));
  });
  if (charts.length === 0) {
    return (
      <EmptyState title="This ride posted no queue but standby in this period">
        Choose another period above; the waits of the standby queue are under History.
      </EmptyState>
    );
  }
  return charts.map(({ type, series, currency, source }) => (
    <QueueChart
      key={`${type} ${series.name}`}
      title={`${QUEUE_TEXT[type]}: ${series.name.toLowerCase()}`}
      series={series}
      currency={currency}
      note={source}
      window={window}
    />
  ));
}

interface QueueChartProps {
  title: string;
  series: QueueSeries;
  currency: string | null;
  note: string | null;
  window: Window;
}

function QueueChart({ title, series, currency, note, window }: QueueChartProps) {
  const textOf = useMemo(() => (currency === null ? minutesLabel : priceLabel(currency)), [currency]);
  const option = useCallback(
    (colors: ChartColors) => queueOption(series, textOf, window, colors),
    [series, textOf, window],
  );
  const values = series.points.flatMap(([, value]) => (value === null ? [] : [value]));
  return (
    <ChartCard
      title={title}
      note={note}
      summary={`${plural(values.length, 'value')}, from ${textOf(Math.min(...values))} to ${textOf(Math.max(...values))}.`}
      option={option}
      table={{
        head: ['At', series.name],
        rows: series.points.flatMap(([atMs, value]) =>
          value === null ? [] : [[fullTimeText(atMs, window.timezone), textOf(value)]],
        ),
      }}
      height={240}
    />
  );
}
