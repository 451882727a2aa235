import { OBSERVATION, QUEUE, SNAPSHOT } from '../snapshots/observation-columns.js';
import type { CollectionRunDestination } from './collection-run.entity.js';
import type { EntityLiveDetail } from '../snapshots/entities/entity-live-detail.entity.js';

/** Columns of `entity_live_details`. */
export const DETAIL = {
  rideId: 'ride_id',
  detailType: 'detail_type',
  observedFrom: 'observed_from',
  lastConfirmedAt: 'last_confirmed_at',
  detail: 'detail',
} as const satisfies Record<keyof EntityLiveDetail, string>;

const IS_LIVE = `${OBSERVATION.dataSource} = 'LIVE'`;

/** The tables that polls write, each with the column of the start of a row. `ride_id` and `last_confirmed_at` are in all. */
export const TABLES = [
  {
    table: 'ride_status_snapshots',
    key: [SNAPSHOT.rideId, SNAPSHOT.recordedAt],
    from: SNAPSHOT.recordedAt,
    columns: Object.values(SNAPSHOT),
    isLive: IS_LIVE,
  },
  {
    table: 'queue_data',
    key: [QUEUE.rideId, QUEUE.recordedAt, QUEUE.queueType],
    from: QUEUE.recordedAt,
    columns: Object.values(QUEUE),
    isLive: IS_LIVE,
  },
  {
    table: 'entity_live_details',
    key: [DETAIL.rideId, DETAIL.detailType, DETAIL.observedFrom],
    from: DETAIL.observedFrom,
    columns: Object.values(DETAIL),
    isLive: '1 = 1',
  },
] as const;
export type RepairedTable = (typeof TABLES)[number];

export const RUN_TABLE = 'collection_run_destinations';
/** The columns of a poll that a repair keeps. */
export const RUN = {
  runId: 'run_id',
  destinationId: 'destination_id',
  startedAt: 'started_at',
  observedAt: 'observed_at',
  errorCode: 'error_code',
  error: 'error',
} as const satisfies { [Property in keyof CollectionRunDestination]?: string };

export interface RepairedRide {
  rideId: number;
  parkId: number;
  timezone: string | null;
  destinationId: number | null;
  /** The start of its oldest row that begins or ends beyond the horizon. */
  oldestMs: number;
  /** The latest instant in any of these rows. */
  newestMs: number;
}

/** A row as it was before the repair: its columns by name. */
export type KeptContent = Readonly<Record<string, unknown>>;

/** Repairs from before the column was renamed contain its former name. */
export function withPresentNames({ observed_until, ...content }: KeptContent): KeptContent {
  return observed_until === undefined ? content : { ...content, last_confirmed_at: observed_until };
}
