import { QUEUE_COLUMNS } from '../snapshots/queue-columns.js';

/** The tables that polls write, each with the column of the start of a row. */
export const TABLES = [
  {
    table: 'ride_status_snapshots',
    key: ['ride_id', 'recorded_at'],
    from: 'recorded_at',
    columns: 'ride_id, recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source',
    isLive: "data_source = 'LIVE'",
  },
  {
    table: 'queue_data',
    key: ['ride_id', 'recorded_at', 'queue_type'],
    from: 'recorded_at',
    columns: `${QUEUE_COLUMNS}, last_confirmed_at`,
    isLive: "data_source = 'LIVE'",
  },
  {
    table: 'entity_live_details',
    key: ['ride_id', 'detail_type', 'observed_from'],
    from: 'observed_from',
    columns: 'ride_id, detail_type, observed_from, last_confirmed_at, detail',
    isLive: '1 = 1',
  },
] as const;
export type RepairedTable = (typeof TABLES)[number];

export const RUN_TABLE = 'collection_run_destinations';
export const RUN_COLUMNS = 'run_id, destination_id, started_at, observed_at, error_code, error';

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
