import type { Schemas } from '../../api/client.js';
import { waitText } from '../../format/numbers.js';
import { agoText, fullTimeText, hourText } from '../../format/times.js';
import { queueText } from '../../parts/queue-text.js';
import type { RideStatus } from '../../parts/words.js';
import { type LiveRide, waitNow } from './live-board.js';
import { type ShowTimes, showTimesText } from './show-times.js';

/** What a row of the live board shows, as plain values: a row whose values are the same is not rendered again. */
export interface BoardRow {
  rideId: number;
  name: string;
  waitMinutes: number | null;
  isObserved: boolean;
  isCurrent: boolean;
  status: RideStatus | null;
  /** Further words on the state, such as since when it is down. */
  stateNotes: string;
  queues: string;
  showTimes: string | null;
  /** `40 min`: the median of this hour. Null: no wait is known for it. */
  typical: string | null;
  isUnusual: boolean;
  /** `09:00 (15 min)` */
  shortest: string | null;
  observed: string;
}

type Typical = Schemas['TodayRideView'];

/** Separates the texts of one cell. Names of queues do not contain it. */
export const LINE = '\n';

export interface RowFacts {
  timezone: string | null;
  shows?: ShowTimes | undefined;
  typical?: Typical | undefined;
}

export function boardRow(ride: LiveRide, { timezone, shows, typical }: RowFacts): BoardRow {
  const { rideId, name, current } = ride;
  const isCurrent = current?.isCurrent ?? false;
  const queues = isCurrent ? current!.queues.filter(({ queueType }) => queueType !== 'STANDBY') : [];
  const notes = [
    isCurrent && current!.status === 'DOWN' ? `since ${fullTimeText(current!.recordedAt, timezone)}` : null,
    current?.exclusion ? `excluded: ${current.exclusion.reason}` : null,
  ];
  return {
    ...{ rideId, name, waitMinutes: waitNow(ride), isObserved: current !== null, isCurrent },
    status: current?.status ?? null,
    stateNotes: notes.filter((note) => note !== null).join(LINE),
    queues: queues.map((queue) => queueText(queue, timezone)).join(LINE),
    showTimes: showTimesText(shows),
    typical: typical?.p50 == null ? null : waitText(typical.p50),
    isUnusual: isUnusual(waitNow(ride), typical),
    shortest: shortestText(typical),
    observed: current ? agoText(current.minutesSince) : 'never',
  };
}

const UNUSUAL_MINUTES = 10;

/** Longer than on nine of ten days at this hour; a few minutes more than a short wait do not count. */
function isUnusual(waitMinutes: number | null, typical: Typical | undefined): boolean {
  if (waitMinutes === null || typical?.p90 == null || typical.p50 === null) return false;
  return waitMinutes > typical.p90 && waitMinutes - typical.p50 >= UNUSUAL_MINUTES;
}

function shortestText(typical: Typical | undefined): string | null {
  if (typical?.shortestHour == null) return null;
  return `${hourText(typical.shortestHour)} (${waitText(typical.shortestWaitMinutes)})`;
}

const SCALE_STEP_MINUTES = 30;

/** The wait of a full bar, in steps: it rarely changes, so a new wait of one ride rarely changes the bars of the others. */
export function barMinutes(rows: readonly BoardRow[]): number {
  const longest = Math.max(0, ...rows.map(({ waitMinutes }) => waitMinutes ?? 0));
  return Math.max(1, Math.ceil(longest / SCALE_STEP_MINUTES)) * SCALE_STEP_MINUTES;
}

/** Which waits are unusually long; null while no wait can be compared with what is typical. */
export function unusualText(rows: readonly BoardRow[]): string | null {
  if (!rows.some(({ typical, waitMinutes }) => typical !== null && waitMinutes !== null)) return null;
  const unusual = rows.filter((row) => row.isUnusual);
  if (unusual.length === 0) return 'No wait is unusually long for this hour';
  const texts = unusual.map(({ name, waitMinutes, typical, shortest }) => {
    const usually = shortest === null ? '' : `, usually shortest at ${shortest}`;
    return `${name} with ${waitText(waitMinutes)} instead of ${typical}${usually}`;
  });
  return `Unusually long for this hour: ${texts.join('; ')}`;
}
