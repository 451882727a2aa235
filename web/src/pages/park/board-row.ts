import { agoText, fullTimeText } from '../../format/times.js';
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
  observed: string;
}

/** Between texts of one cell. No name of a queue has it. */
export const LINE = '\n';

export function boardRow(ride: LiveRide, timezone: string | null, shows: ShowTimes | undefined): BoardRow {
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
    observed: current ? agoText(current.minutesSince) : 'never',
  };
}

const SCALE_STEP_MINUTES = 30;

/** The wait of a full bar: it seldom changes, so that one ride's new wait leaves the bars of the others alone. */
export function barMinutes(rows: readonly BoardRow[]): number {
  const longest = Math.max(0, ...rows.map(({ waitMinutes }) => waitMinutes ?? 0));
  return Math.max(1, Math.ceil(longest / SCALE_STEP_MINUTES)) * SCALE_STEP_MINUTES;
}
