import { useCallback, useMemo, useState } from 'react';
import { addDays, daysBetween, startOfDay } from '../../format/times.js';
import { Choice } from '../../parts/Choice.js';
import { isReversed, lastDays, type Period } from '../../parts/period.js';
import { PeriodFields, ReversedPeriod } from '../../parts/PeriodFields.js';
import { useNowMs, useToday } from '../../parts/use-clock.js';
import type { View, Window } from './history-chart.js';
import {
  covers,
  type Interval,
  intervalOf,
  limited,
  loadedPeriod,
  moved,
  periodSeen,
  zoomedIn,
  zoomedOut,
} from './history-span.js';
import { RawHistory } from './RawHistory.js';
import type { Ride } from './ride.js';
import { RollupHistory } from './RollupHistory.js';

interface HistoryViewProps {
  ride: Ride;
  period: Partial<Period>;
  onPeriod: (period: Period) => void;
  detail: Interval | undefined;
  onDetail: (detail: Interval | undefined) => void;
}

const DEFAULT_DAYS = 30;

/** Observations, hours or days, as the reader chooses and the length of the period allows. Dragging, wheel, keys and buttons move it. */
export function HistoryView({ ride, period, onPeriod, detail, onDetail }: HistoryViewProps) {
  const { timezone } = ride.park;
  const today = useToday(timezone);
  const chosen = limited({ ...lastDays(DEFAULT_DAYS, today), ...period });
  const interval = intervalOf(chosen, detail);
  const loaded = useLoaded(chosen, interval, today);
  const window = useWindow(loaded, timezone);
  const view = useSpan(chosen, timezone);
  const { from, to } = chosen;
  const change = useCallback(
    (next: Period) => {
      if (next.from !== from || next.to !== to) onPeriod(next);
    },
    [from, to, onPeriod],
  );
  const moves = useMemo(() => movesOf({ from, to }, today), [from, to, today]);
  const onZoom = useCallback(
    (fromMs: number, toMs: number) => change(periodSeen(fromMs, toMs, timezone, today)),
    [change, timezone, today],
  );
  const onKey = useCallback(
    (key: string) => {
      const move = moves.find(({ keys }) => keys.includes(key));
      if (move) change(move.period);
      return move !== undefined;
    },
    [moves, change],
  );
  const Chart = interval === 'raw' ? RawHistory : RollupHistory;
  return (
    <>
      <div className="controls">
        <PeriodFields period={chosen} today={today} onChange={onPeriod} />
        <Choice
          label="Values"
          value={detail ?? 'auto'}
          onChange={(value) => onDetail(value === 'auto' ? undefined : value)}
          options={VALUES}
        />
      </div>
      {isReversed(chosen) ? (
        <ReversedPeriod period={chosen} />
      ) : (
        <>
          <div className="controls">
            {moves.map((move) => (
              <button key={move.text} type="button" className="button" onClick={() => change(move.period)}>
                {move.text}
              </button>
            ))}
          </div>
          <Chart {...{ rideId: ride.rideId, period: chosen, interval, window, view, onZoom, onKey }} />
          <p className="note">
            Move by dragging, zoom with the wheel or two fingers; of the focused chart, the keys ← → + − do the same.
            {detail && interval !== detail && ' The period is too long for the chosen values.'}
          </p>
        </>
      )}
    </>
  );
}

const VALUES = [
  { value: 'auto', text: 'Automatic' },
  { value: 'raw', text: 'Every observation' },
  { value: 'hour', text: 'Hours' },
  { value: 'day', text: 'Days' },
] as const;

const movesOf = (period: Period, today: string) => [
  { text: 'Earlier', keys: ['ArrowLeft'], period: moved(period, -0.5, today) },
  { text: 'Later', keys: ['ArrowRight'], period: moved(period, 0.5, today) },
  { text: 'Zoom in', keys: ['+', '='], period: zoomedIn(period) },
  { text: 'Zoom out', keys: ['-'], period: zoomedOut(period, today) },
];

/** The loaded period, which stays while it covers the chosen one with values of the same kind. */
function useLoaded(chosen: Period, interval: Interval, today: string): Period {
  const [loaded, setLoaded] = useState({ interval, period: loadedPeriod(chosen, interval, today) });
  if (loaded.interval === interval && covers(loaded.period, chosen)) return loaded.period;
  const next = { interval, period: loadedPeriod(chosen, interval, today) };
  setLoaded(next);
  return next.period;
}

function useSpan({ from, to }: Period, timezone: string | null): View {
  return useMemo(
    () => ({ fromMs: startOfDay(from, timezone), toMs: startOfDay(addDays(to, 1), timezone) }),
    [from, to, timezone],
  );
}

const LIVE_DAYS = 14;

function useWindow(loaded: Period, timezone: string | null): Window {
  const { fromMs, toMs } = useSpan(loaded, timezone);
  const nowMs = useNowMs();
  // In a long period, one more minute is not visible, and would draw everything again.
  const stepMs = daysBetween(loaded.from, loaded.to) > LIVE_DAYS ? 3_600_000 : 1;
  const untilMs = Math.min(toMs, Math.floor(nowMs / stepMs) * stepMs);
  return useMemo(() => ({ fromMs, toMs, untilMs, timezone }), [fromMs, toMs, untilMs, timezone]);
}
