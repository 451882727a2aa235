import { cutText } from '../../../common/text.js';
import { MAX_WAIT_MINUTES } from '../../snapshots/observations.js';
import type { DailyMinutes, DailyRow, WaitCounts, WaitStatistics } from '../daily-rules/daily-row.js';
import type { DailyRowsOfEntity } from '../response/daily-reader.js';
import type { HistoryDaily } from './history-daily.entity.js';

const LONGEST_DAY_MINUTES = 25 * 60;
const MAX_COUNT = 2 ** 32 - 1;
const ENTITY_NAME_LENGTH = 255;
const ENTITY_TYPE_LENGTH = 32;

/** Whether the figures are possible for one day; others do not fit into the table. */
export const isPossible = (row: DailyRow): boolean =>
  hasPossibleMinutes(row) &&
  (row.inParkHours === null ||
    (hasPossibleMinutes(row.inParkHours) && row.inParkHours.scheduledMinutes <= 2 * LONGEST_DAY_MINUTES)) &&
  [row.showCount, row.changes].every((count) => (count ?? 0) <= MAX_COUNT);

function hasPossibleMinutes(row: DailyMinutes): boolean {
  const minutes = [row.operatingMinutes, row.downMinutes, row.unknownMinutes ?? 0];
  const waits = [row.standby, row.singleRider].flatMap((statistics) => Object.values(statistics ?? {}) as number[]);
  const counts = [row.extremeWaits, row.implausibleWaits].flatMap((of) => Object.values(of ?? {}) as number[]);
  return (
    minutes.every((count) => count <= LONGEST_DAY_MINUTES) &&
    waits.every((wait) => wait <= MAX_WAIT_MINUTES) &&
    counts.every((count) => count <= MAX_COUNT)
  );
}

export interface RecordContext {
  parkId: number;
  rideId: number | null;
  fetchedAt: Date;
}

/** The row of the table. */
export function recordOf(
  { id, name, entityType }: Pick<DailyRowsOfEntity, 'id' | 'name' | 'entityType'>,
  row: DailyRow,
  { parkId, rideId, fetchedAt }: RecordContext,
): HistoryDaily {
  const { standby, singleRider, extremeWaits, implausibleWaits } = row;
  return {
    ...{ parkId, localDate: row.date, themeparksWikiId: id, rideId },
    entityName: name === null ? null : cutText(name, ENTITY_NAME_LENGTH),
    entityType: entityType === null ? null : cutText(entityType, ENTITY_TYPE_LENGTH),
    firstOperatingAt: dateOf(row.firstOperatingAtMs),
    lastClosedAt: dateOf(row.lastClosedAtMs),
    ...{ operatingMinutes: row.operatingMinutes, downMinutes: row.downMinutes, unknownMinutes: row.unknownMinutes },
    standbyMinMinutes: standby?.min ?? null,
    standbyP50Minutes: standby?.p50 ?? null,
    standbyMeanMinutes: standby?.mean ?? null,
    standbyP90Minutes: standby?.p90 ?? null,
    standbyMaxMinutes: standby?.max ?? null,
    singleRiderMinMinutes: singleRider?.min ?? null,
    singleRiderP50Minutes: singleRider?.p50 ?? null,
    singleRiderMeanMinutes: singleRider?.mean ?? null,
    singleRiderP90Minutes: singleRider?.p90 ?? null,
    singleRiderMaxMinutes: singleRider?.max ?? null,
    extremeStandbyWaits: extremeWaits?.standby ?? null,
    extremeSingleRiderWaits: extremeWaits?.singleRider ?? null,
    implausibleStandbyWaits: implausibleWaits?.standby ?? null,
    implausibleSingleRiderWaits: implausibleWaits?.singleRider ?? null,
    ...{ showCount: row.showCount, inParkHours: row.inParkHours, changes: row.changes, fetchedAt },
  };
}

/** The published row; the opposite of {@link recordOf}. */
export function dailyRowOf(stored: HistoryDaily): DailyRow {
  return {
    date: stored.localDate,
    firstOperatingAtMs: stored.firstOperatingAt?.getTime() ?? null,
    lastClosedAtMs: stored.lastClosedAt?.getTime() ?? null,
    operatingMinutes: stored.operatingMinutes,
    downMinutes: stored.downMinutes,
    unknownMinutes: stored.unknownMinutes,
    standby: statisticsOf([
      ...[stored.standbyMinMinutes, stored.standbyP50Minutes, stored.standbyMeanMinutes],
      ...[stored.standbyP90Minutes, stored.standbyMaxMinutes],
    ]),
    singleRider: statisticsOf([
      ...[stored.singleRiderMinMinutes, stored.singleRiderP50Minutes, stored.singleRiderMeanMinutes],
      ...[stored.singleRiderP90Minutes, stored.singleRiderMaxMinutes],
    ]),
    extremeWaits: countsOf(stored.extremeStandbyWaits, stored.extremeSingleRiderWaits),
    implausibleWaits: countsOf(stored.implausibleStandbyWaits, stored.implausibleSingleRiderWaits),
    showCount: stored.showCount,
    inParkHours: stored.inParkHours,
    changes: stored.changes,
  };
}

const dateOf = (instantMs: number | null): Date | null => (instantMs === null ? null : new Date(instantMs));

function statisticsOf(waits: readonly (number | null)[]): WaitStatistics | null {
  const [min, p50, mean, p90, max] = waits.filter((wait) => wait !== null);
  if (min === undefined || p50 === undefined || mean === undefined || p90 === undefined || max === undefined)
    return null;
  return { min, p50, mean, p90, max };
}

const countsOf = (standby: number | null, singleRider: number | null): WaitCounts | null =>
  standby === null && singleRider === null ? null : { standby: standby ?? 0, singleRider: singleRider ?? 0 };
