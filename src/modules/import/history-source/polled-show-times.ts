import { groupBy } from '../../../common/collections.js';
import { showStartsIn, type ShowTimeList, type StoredDetail } from '../../snapshots/show-times/show-time-list.js';
import { SEEN_LATE_MS } from './polled-time.js';

/** A list of the History API that is not stored, because another one of the same time stays. */
export interface ShowTimesConflict {
  rideId: number;
  atMs: number;
  /** The performances of the list that stays, by their start; null: it was imported. */
  polledStartsMs: readonly number[] | null;
  refusedStartsMs: readonly number[];
}

interface PolledList {
  fromMs: number;
  untilMs: number;
  startsMs: number[];
}

/**
 * What was polled stays, as for states: removes the lists that changed while polls saw the show. A removed list with other
 * performances than the polled one is a conflict.
 * @param lists by show and time
 */
export function unpolledShowTimes(
  lists: readonly ShowTimeList[],
  polled: readonly StoredDetail[],
): { lists: ShowTimeList[]; conflicts: ShowTimesConflict[] } {
  const byRide = groupBy(polled, ({ rideId }) => rideId);
  const conflicts: ShowTimesConflict[] = [];
  const kept = lists.filter((list, index) => {
    const ofRide = (byRide.get(list.rideId) ?? []).map(({ fromMs, lastConfirmedMs, detail }): PolledList => {
      return { fromMs, untilMs: lastConfirmedMs, startsMs: showStartsIn(detail) };
    });
    const covering = ofRide.findLast(({ fromMs, untilMs }) => fromMs <= list.fromMs && list.fromMs <= untilMs);
    if (covering === undefined) return true;
    const startsMs = showStartsIn(JSON.parse(list.json));
    const next = lists[index + 1];
    const isBrief = next?.rideId === list.rideId && next.fromMs - list.fromMs < SEEN_LATE_MS;
    if (!isBrief && !isSeen(ofRide, covering, list.fromMs, startsMs)) {
      const { rideId, fromMs: atMs } = list;
      conflicts.push({ rideId, atMs, polledStartsMs: covering.startsMs, refusedStartsMs: startsMs });
    }
    return false;
  });
  return { lists: kept, conflicts };
}

/** Whether polls saw the performances at that time, or shortly after it: responses are cached. */
function isSeen(
  polled: readonly PolledList[],
  covering: PolledList,
  atMs: number,
  startsMs: readonly number[],
): boolean {
  const wanted = [...new Set(startsMs)].sort().join();
  return polled.some((list) => {
    const isInTime = list === covering || (list.fromMs > atMs && list.fromMs - atMs <= SEEN_LATE_MS);
    return isInTime && [...new Set(list.startsMs)].sort().join() === wanted;
  });
}

/** Lists that differ from an imported one of the same instant, which stays. */
export const refusedShowTimes = (lists: readonly ShowTimeList[]): ShowTimesConflict[] =>
  lists.map(({ rideId, fromMs: atMs, json }) => {
    return { rideId, atMs, polledStartsMs: null, refusedStartsMs: showStartsIn(JSON.parse(json)) };
  });
