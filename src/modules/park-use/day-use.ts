import { merged, type TimeWindow } from '../../common/time/time-windows.js';
import { within } from './published-day.js';

/** Why a day is said to be in use, or not. */
export type UseBasis = 'PUBLISHED' | 'OBSERVED' | 'CLOSED_THOUGH_PUBLISHED' | 'NONE';

/** When a park was in use on one of its local days: the one description that everything else goes by. */
export interface DayUse {
  basis: UseBasis;
  /** In order, and none overlaps another: what runs over from the day before is one of its own. */
  windows: readonly TimeWindow[];
  /** The part of them in which published events are held. */
  events: readonly TimeWindow[];
  /** The part of them in which the park ran outside its published hours. */
  outside: readonly TimeWindow[];
  /** Where the day's own use begins, not what runs over from the day before; null: there is none. */
  opensAtMs: number | null;
  closesAtMs: number | null;
}

interface UseParts {
  basis: UseBasis;
  own: readonly TimeWindow[];
  over: readonly TimeWindow[];
  events: readonly TimeWindow[];
  outside?: readonly TimeWindow[];
}

/** Events count only where the park is in use at all. */
export function dayUse({ basis, own, over, events, outside = [] }: UseParts): DayUse {
  const windows = merged([...over, ...own], 0);
  return {
    basis,
    windows,
    events: events.flatMap((event) => windows.flatMap((window) => within(event, window) ?? [])),
    outside,
    opensAtMs: (own[0] ?? windows[0])?.startMs ?? null,
    closesAtMs: windows.at(-1)?.endMs ?? null,
  };
}
