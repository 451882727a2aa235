import type { MigrationInterface, QueryRunner } from 'typeorm';
import { unpackedHoursSql } from './1764400000280-pack-ride-hours.js';

const TIME_TOTALS = [
  ...['operating_ms', 'down_ms', 'closed_ms', 'refurbishment_ms', 'observed_ms', 'archive_ms', 'unknown_ms'],
  ...['scheduled_ms', 'scheduled_observed_ms', 'scheduled_operating_ms', 'scheduled_down_ms'],
  ...['wait_known_ms', 'wait_minutes_ms'],
];
const HOUR_COLUMNS = [
  ...TIME_TOTALS,
  ...['min_wait AS min_wait_minutes', 'max_wait AS max_wait_minutes', 'implausible_wait_count', 'snapshot_count'],
];
const MONTH_COLUMNS = [...HOUR_COLUMNS, 'status_changes', 'longest_down_ms'];
const DAY_COLUMNS = [
  ...MONTH_COLUMNS,
  ...['p50_wait AS p50_wait_minutes', 'p90_wait AS p90_wait_minutes', 'coverage', 'extreme_count'],
  ...['outside_wait_known_ms', 'outside_wait_minutes_ms'],
  ...['outside_min_wait AS outside_min_wait_minutes', 'outside_max_wait AS outside_max_wait_minutes'],
  ...['event_ms', 'event_operating_ms', 'event_down_ms', 'event_wait_known_ms', 'event_wait_minutes_ms'],
];

const of = (alias: string, columns: readonly string[]): string =>
  columns.map((column) => `${alias}.${column}`).join(', ');
/** What the totals are kept for. An average over several rows is the quotient of their sums, not the average of this column. */
const RATIOS = `s.wait_minutes_ms / NULLIF(s.wait_known_ms, 0) AS average_wait_minutes,
  100 * s.scheduled_operating_ms / NULLIF(s.scheduled_operating_ms + s.scheduled_down_ms, 0) AS uptime_percent`;
const OF_RIDE = 's.ride_id, r.name AS ride_name, r.park_id';
const OF_PARK = 's.park_id, p.name AS park_name';
const RIDES = 'JOIN rides r ON r.ride_id = s.ride_id';
const PARKS = 'JOIN parks p ON p.park_id = s.park_id';

const monthTotal = (column: string): string => {
  const name = column.split(' ').at(-1)!;
  const source = column.split(' ')[0]!;
  const aggregate = source === 'min_wait' ? 'MIN' : /^(max_wait|longest_down_ms)$/.test(source) ? 'MAX' : 'SUM';
  const value = `${aggregate}(d.${source})`;
  return `${aggregate === 'SUM' ? `CAST(${value} AS SIGNED)` : value} AS ${name.replace(/_minutes$/, '')}`;
};

/** The months of parks are the sums of their days; `days` counts those on which the park was observed. */
const PARK_MONTHS = `
  SELECT d.park_id, CAST(DATE_FORMAT(d.stat_date, '%Y-%m-01') AS DATE) AS month,
         CAST(SUM(d.scheduled_ms > 0 OR d.observed_ms > d.rides_tracked * 7200000) AS SIGNED) AS days,
         ${MONTH_COLUMNS.map(monthTotal).join(', ')}
    FROM park_daily_stats d GROUP BY d.park_id, month`;

/** By name, in an order in which none depends on a later one. */
export const VIEWS: Readonly<Record<string, string>> = {
  v_observations: `
    SELECT s.ride_id, COALESCE(a.ride_id, s.ride_id) AS canonical_ride_id, r.name AS ride_name, r.park_id,
           s.recorded_at, s.last_confirmed_at, s.status, s.wait_time AS wait_minutes, s.data_source, s.last_updated_api
      FROM ride_status_snapshots s LEFT JOIN ride_aliases a ON a.alias_ride_id = s.ride_id
      JOIN rides r ON r.ride_id = COALESCE(a.ride_id, s.ride_id)`,
  v_queues: `
    SELECT s.ride_id, COALESCE(a.ride_id, s.ride_id) AS canonical_ride_id, r.name AS ride_name, r.park_id,
           s.recorded_at, s.last_confirmed_at, s.queue_type, s.wait_time_minutes AS wait_minutes, s.state,
           s.return_start, s.return_end, s.price_minor, s.price_currency, s.boarding_group_status,
           s.group_start, s.group_end, s.next_allocation_at, s.estimated_wait_minutes, s.data_source
      FROM queue_data s LEFT JOIN ride_aliases a ON a.alias_ride_id = s.ride_id
      JOIN rides r ON r.ride_id = COALESCE(a.ride_id, s.ride_id)`,
  v_ride_hours: `
    SELECT ${OF_RIDE}, s.local_date, s.local_hour, ${RATIOS}, ${of('s', HOUR_COLUMNS)}
      FROM (${unpackedHoursSql('1 = 1')}) s ${RIDES}`,
  v_ride_days: `
    SELECT ${OF_RIDE}, s.stat_date AS local_date, s.first_operating_at, s.last_operating_at, ${RATIOS}, ${of('s', DAY_COLUMNS)}
      FROM ride_daily_stats s ${RIDES}`,
  v_ride_months: `
    SELECT ${OF_RIDE}, s.month AS first_date, s.days, ${RATIOS}, ${of('s', MONTH_COLUMNS)}
      FROM ride_monthly_stats s ${RIDES}`,
  v_park_hours: `
    SELECT ${OF_PARK}, s.local_date, s.local_hour, ${RATIOS}, ${of('s', HOUR_COLUMNS)}
      FROM park_hourly_stats s ${PARKS}`,
  v_park_days: `
    SELECT ${OF_PARK}, s.stat_date AS local_date, s.opens_at, s.closes_at, s.rides_tracked, s.rides_operated,
           s.rides_with_downtime, ${RATIOS}, ${of('s', DAY_COLUMNS)}
      FROM park_daily_stats s ${PARKS}`,
  v_park_months: `
    SELECT ${OF_PARK}, s.month AS first_date, s.days, ${RATIOS}, ${of('s', MONTH_COLUMNS)}
      FROM (${PARK_MONTHS}) s ${PARKS}`,
  v_schedules: `
    SELECT s.park_id, p.name AS park_name, s.local_date, s.schedule_type, s.opens_at, s.closes_at, s.description,
           s.purchases, s.reported_from, s.reported_until, s.withdrawn_at
      FROM park_schedules s ${PARKS}`,
  v_metadata: `
    SELECT ${OF_RIDE}, s.latitude, s.longitude, s.entity_type, s.attraction_type, s.indoor_outdoor,
           s.classification_source, s.classification_confidence, s.height_min_cm, s.height_min_unaccompanied_cm,
           s.height_max_cm, s.tags, s.attributes, s.external_id, s.version, s.last_synced_at
      FROM entity_metadata s ${RIDES}`,
};

export const createViewSql = (name: string): string => `CREATE OR REPLACE VIEW ${name} AS ${VIEWS[name]!}`;

/**
 * Views for analysts, with names and units and with the hours unpacked. They run with the rights of the user who made them, so that
 * a reader needs none on the tables.
 */
export class CreateViews1764400000330 implements MigrationInterface {
  name = 'CreateViews1764400000330';

  async up(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(VIEWS)) await runner.query(createViewSql(name));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(VIEWS).reverse()) await runner.query(`DROP VIEW IF EXISTS ${name}`);
  }
}
