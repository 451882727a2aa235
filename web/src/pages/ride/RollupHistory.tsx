import { useCallback } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.js';
import { rideRollup } from '../../api/queries.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import { Legend } from '../../parts/Legend.js';
import { Loaded } from '../../parts/states.js';
import { sourcesText } from '../../parts/words.js';
import { rollupOption, rollupSummary, rollupTable, type View } from './history-chart.js';
import { INTERVAL_TEXT } from './history-span.js';
import { type HistoryChartProps, titleOf } from './RawHistory.js';

type Point = Schemas['RollupPointView'];
const isoText = (ms: number): string => new Date(ms).toISOString();

/** Averages of hours or days. */
export function RollupHistory({ rideId, period, interval, window, view, onZoom, onKey }: HistoryChartProps) {
  const unit = interval === 'hour' ? 'hour' : 'day';
  const query = useQuery(rideRollup(rideId, isoText(window.fromMs), isoText(window.toMs), unit));
  const points = query.data?.data;
  const option = useCallback(
    (colors: ChartColors) => rollupOption(points ?? [], window, view, colors),
    [points, window, view],
  );
  return (
    <Loaded query={query} label="the history" height={400}>
      {({ data }) => {
        const seen = seenOf(data, view, window.untilMs);
        const source = sourcesText(seen.map(({ dataSource }) => dataSource));
        return (
          <ChartCard
            title={titleOf(period)}
            note={[INTERVAL_TEXT[unit], source].filter(Boolean).join('. ')}
            summary={rollupSummary(seen, unit)}
            option={option}
            table={() => rollupTable(seen, window.timezone)}
            height={380}
            onZoom={onZoom}
            onKey={onKey}
            legend={
              <Legend
                items={[
                  { text: 'Average', color: 'series-0', isLine: true },
                  { text: 'Lowest to highest', color: 'band' },
                  { text: 'Closed', color: 'closed' },
                  { text: 'Not observed', color: null },
                ]}
              />
            }
          />
        );
      }}
    </Loaded>
  );
}

/** Without future hours: they are not missing. */
const seenOf = (points: readonly Point[], { fromMs, toMs }: View, untilMs: number): Point[] =>
  points.filter(({ from, to }) => Date.parse(from) < Math.min(toMs, untilMs) && Date.parse(to) > fromMs);
