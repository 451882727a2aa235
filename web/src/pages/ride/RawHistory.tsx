import { useCallback, useEffect, useMemo } from 'react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.js';
import { observationPages } from '../../api/history-queries.js';
import { ChartCard } from '../../charts/ChartCard.js';
import type { ChartColors } from '../../charts/chart-colors.js';
import type { OnKey, OnZoom } from '../../charts/EChart.js';
import { STATE_LEGEND } from '../../charts/mark-areas.js';
import { isDown, rangesOf, type StateInterval, stateIntervals } from '../../charts/state-intervals.js';
import { countText, durationText, plural } from '../../format/numbers.js';
import { dayText, daysBetween } from '../../format/times.js';
import { Legend } from '../../parts/Legend.js';
import type { Period } from '../../parts/period.js';
import { ErrorState, Skeleton } from '../../parts/states.js';
import { sourcesText } from '../../parts/words.js';
import { rawOption, rawTable, type View, type Window } from './history-chart.js';
import { INTERVAL_TEXT, type Interval } from './history-span.js';

export interface HistoryChartProps {
  rideId: number;
  period: Period;
  interval: Interval;
  window: Window;
  view: View;
  onZoom: OnZoom;
  onKey: OnKey;
}

const LIVE_DAYS = 4;
const isoText = (ms: number): string => new Date(ms).toISOString();

export const titleOf = ({ from, to }: Period): string => `${dayText(from)} to ${dayText(to)}`;

/** Every observation. The API returns them page by page; loaded pages are shown while the others are loaded. */
export function RawHistory({ rideId, window, ...shown }: HistoryChartProps) {
  const isLive = window.untilMs < window.toMs && daysBetween(shown.period.from, shown.period.to) <= LIVE_DAYS;
  const query = useInfiniteQuery(observationPages(rideId, isoText(window.fromMs), isoText(window.toMs), isLive));
  const { data, error, dataUpdatedAt, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage, refetch } =
    query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isPlaceholderData && !error) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isPlaceholderData, error, fetchNextPage]);
  const retry = () => void (hasNextPage ? fetchNextPage() : refetch());
  if (data === undefined) {
    return error ? <ErrorState error={error} retry={retry} /> : <Skeleton height={400} />;
  }
  return (
    <>
      {error && <ErrorState error={error} retry={retry} />}
      <RawChart
        {...{ pages: data.pages, asOfMs: dataUpdatedAt, window, ...shown }}
        isComplete={!hasNextPage && !isPlaceholderData}
      />
    </>
  );
}

interface RawChartProps extends Omit<HistoryChartProps, 'rideId' | 'interval'> {
  pages: readonly Schemas['RideHistory'][];
  /** When the last page arrived. */
  asOfMs: number;
  isComplete: boolean;
}

function RawChart({ pages, asOfMs, isComplete, period, window, view, onZoom, onKey }: RawChartProps) {
  const points = useMemo(() => pages.flatMap(({ data }) => data), [pages]);
  const intervals = useMemo(() => {
    // Whether anything was observed after the last loaded row is not known yet.
    const lastMs = Date.parse(points.at(-1)?.recordedAt ?? isoText(window.fromMs));
    const untilMs = Math.min(window.untilMs, isComplete ? asOfMs : lastMs);
    return stateIntervals(points, pages[0]?.stateAtFrom ?? null, window.fromMs, untilMs);
  }, [points, pages, window, isComplete, asOfMs]);
  const option = useCallback(
    (colors: ChartColors) => rawOption(intervals, window, view, colors),
    [intervals, window, view],
  );
  const source = useMemo(() => sourcesText(points.map(({ dataSource }) => dataSource)), [points]);
  return (
    <ChartCard
      title={titleOf(period)}
      note={[INTERVAL_TEXT.raw, source, isComplete ? null : `${countText(points.length)} loaded so far`]
        .filter((text) => text !== null)
        .join('. ')}
      summary={summaryOf(intervals, view)}
      option={option}
      table={() => rawTable(seenOf(intervals, view), window.timezone)}
      height={380}
      onZoom={onZoom}
      onKey={onKey}
      legend={<Legend items={[{ text: 'Posted wait', color: 'series-0', isLine: true }, ...STATE_LEGEND]} />}
    />
  );
}

const seenOf = (intervals: readonly StateInterval[], { fromMs, toMs }: View): StateInterval[] =>
  intervals.filter(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);

function summaryOf(intervals: readonly StateInterval[], view: View): string {
  const seen = seenOf(intervals, view);
  const known = seen.filter(({ status }) => status !== null);
  const waits = known.flatMap(({ status, waitMinutes }) => (status === 'OPERATING' ? (waitMinutes ?? []) : []));
  if (known.length === 0) return 'Nothing was observed in this period.';
  const downMinutes = rangesOf(seen, isDown).reduce((sum, [start, end]) => sum + (end - start) / 60_000, 0);
  const longest = waits.reduce((high, wait) => Math.max(high, wait), 0);
  const waitsText = waits.length === 0 ? 'no wait was posted' : `the longest posted wait is ${longest} min`;
  return `${plural(known.length, 'observed state')}; ${waitsText}; down for ${durationText(downMinutes)}.`;
}
