import type { DataSource } from 'typeorm';
import { LocalDays } from '../../../src/modules/snapshots/local-days.js';
import { touchedParkDays } from '../../../src/modules/snapshots/touched-days.js';
import type { RideStatus } from '../../../src/modules/snapshots/observations.js';
import { ObservationWriter } from '../../../src/modules/snapshots/writing/observation-writer.js';
import { ObservationRepository } from '../../../src/modules/snapshots/writing/observation.repository.sql.js';
import { LiveRows } from '../../support/live-rows.js';
import { setOf } from '../../support/observations.js';

const MINUTE_MS = 60_000;

/** What was observed, as a test writes it: an instant in UTC, what the ride was, and its wait. */
export type ObservedState = readonly [at: string, status: RideStatus | null, waitMinutes?: number | null];

export interface StoredStatistics {
  rideId: number;
  date: string;
  operating: number;
  down: number;
  closed: number;
  observed: number;
  noData: number;
  waitKnown: number;
  average: number | null;
  min: number | null;
  max: number | null;
  snapshots: number;
}

const minutes = (column: string, alias: string) => `${column} / 60000 AS ${alias}`;

const STATISTICS_TABLES = [
  'ride_day_hours',
  'ride_daily_stats',
  'ride_downtimes',
  'ride_ten_day_stats',
  'ride_monthly_stats',
  'park_hourly_stats',
  'park_daily_stats',
  'park_no_data_intervals',
];

/** Parks, rides and what was seen of them, through the one write path; and the figures that are stored of them. */
export class StatsWorld {
  readonly rows: LiveRows;
  private readonly writer = new ObservationWriter(new ObservationRepository());
  private readonly zones = new Map<number, { parkId: number; localDays: LocalDays }>();

  constructor(private readonly dataSource: DataSource) {
    this.rows = new LiveRows((sql, values) => this.query(sql, values));
  }

  query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  async park(parkId: number, timezone: string, rideIds: readonly number[]): Promise<void> {
    if ((await this.query('SELECT 1 FROM destinations WHERE destination_id = 1')).length === 0) {
      await this.rows.destination(1, 'Resort');
    }
    await this.rows.park(parkId, 1, `Park ${parkId}`);
    await this.query('UPDATE parks SET timezone = ? WHERE park_id = ?', [timezone, parkId]);
    for (const rideId of rideIds) {
      await this.rows.ride(rideId, parkId, `Ride ${rideId}`);
      this.zones.set(rideId, { parkId, localDays: new LocalDays(timezone, 0) });
    }
  }

  /** Rows of the archive, with their marks. */
  async archive(rideId: number, observed: readonly ObservedState[]): Promise<void> {
    await this.saw(rideId, observed[0]![0], observed.at(-1)![0]);
    const set = setOf(
      observed.map(([at, status, waitMinutes = null]) => ({ rideId, atMs: Date.parse(at), status, waitMinutes })),
    );
    await this.dataSource.transaction((manager) =>
      this.writer.write(manager, {
        set,
        source: 'ARCHIVE',
        policy: { onConflict: 'archive', replaceOwn: false },
        batchSize: 500,
        invalidatedDays: touchedParkDays(set.snapshots, () => this.zones.get(rideId)!, 360 * MINUTE_MS),
        reason: 'IMPORT',
        nowMs: 0,
      }),
    );
  }

  /** A run of live polls, with the marks of its last poll and its days. */
  async live(rideId: number, from: string, until: string, status: RideStatus | null, wait: number | null = null) {
    await this.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (?, ?, ?, ?, ?, 'LIVE')`,
      [rideId, new Date(from), status, wait, new Date(until)],
    );
    await this.rows.state(rideId, status, { from: new Date(from), until: new Date(until), wait });
    await this.saw(rideId, from, until);
    const { parkId, localDays } = this.zones.get(rideId)!;
    const dates = localDays.datesBetween(Date.parse(from), Date.parse(until) + 60 * MINUTE_MS);
    await this.mark(parkId, dates);
  }

  /** A row of the History API that lasts until an instant, and the park-days that were requested. */
  async history(
    rideId: number,
    [from, until]: readonly [string, string],
    status: RideStatus,
    { wait = null, days }: { wait?: number | null; days: readonly string[] },
  ) {
    const { parkId } = this.zones.get(rideId)!;
    await this.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, last_confirmed_at, data_source)
       VALUES (?, ?, ?, ?, ?, 'HISTORY_API')`,
      [rideId, new Date(from), status, wait, new Date(until)],
    );
    await this.saw(rideId, from, until);
    for (const day of days) {
      await this.query(
        "INSERT IGNORE INTO history_days (park_id, local_date, state, import_id, fetched_at) VALUES (?, ?, 'FINAL', 'imp_1', ?)",
        [parkId, day, new Date(until)],
      );
    }
    await this.mark(parkId, days);
  }

  /** The instant of a poll, as the collector keeps it. */
  async poll(observedAt: string): Promise<void> {
    const at = new Date(observedAt);
    await this.query('INSERT INTO collection_runs (started_at) VALUES (?)', [at]);
    await this.query(
      `INSERT INTO collection_run_destinations (run_id, destination_id, started_at, observed_at)
       SELECT MAX(run_id), 1, ?, ? FROM collection_runs`,
      [at, at],
    );
  }

  async mark(parkId: number, dates: readonly string[], reason = 'TEST', invalidatedAtMs = 0): Promise<void> {
    const days = dates.map((localDate) => ({ parkId, localDate }));
    await this.dataSource.transaction((manager) =>
      this.writer.invalidateParkDays(manager, days, reason, invalidatedAtMs),
    );
  }

  private async saw(rideId: number, from: string, until: string): Promise<void> {
    await this.query(
      `UPDATE rides SET first_seen_at = LEAST(COALESCE(first_seen_at, ?), ?), last_seen_at = GREATEST(COALESCE(last_seen_at, ?), ?)
        WHERE ride_id = ?`,
      [new Date(from), new Date(from), new Date(until), new Date(until), rideId],
    );
  }

  async days(rideId: number): Promise<StoredStatistics[]> {
    const rows = await this.query<StoredStatistics>(
      `SELECT ride_id AS rideId, DATE_FORMAT(stat_date, '%Y-%m-%d') AS date, ${minutes('operating_ms', 'operating')},
              ${minutes('down_ms', 'down')}, ${minutes('closed_ms', 'closed')}, ${minutes('observed_ms', 'observed')},
              ${minutes('unknown_ms', 'noData')}, ${minutes('wait_known_ms', 'waitKnown')},
              wait_minutes_ms / wait_known_ms AS average, min_wait AS min, max_wait AS max, snapshot_count AS snapshots
         FROM ride_daily_stats WHERE ride_id = ? ORDER BY stat_date`,
      [rideId],
    );
    return rows.map(
      (row) =>
        Object.fromEntries(
          Object.entries(row).map(([field, value]) => [
            field,
            field === 'date' || value === null ? (value as unknown) : Number(value),
          ]),
        ) as unknown as StoredStatistics,
    );
  }

  async marks(): Promise<string[]> {
    const rows = await this.query<{ day: string }>(
      `SELECT CONCAT(park_id, ' ', DATE_FORMAT(local_date, '%Y-%m-%d')) AS day FROM invalidated_park_days ORDER BY 1`,
    );
    return rows.map(({ day }) => day);
  }

  /** Every row of every statistics table. */
  async everything(): Promise<Record<string, unknown[]>> {
    const entries = await Promise.all(
      STATISTICS_TABLES.map(
        async (table) => [table, await this.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`)] as const,
      ),
    );
    return Object.fromEntries(entries);
  }

  async clear(): Promise<void> {
    const tables = [
      ...STATISTICS_TABLES,
      'park_time_zone_rules',
      'invalidated_park_days',
      'park_schedules',
      'ride_aliases',
      'ride_listing_changes',
      'history_days',
      'ride_current',
      'ride_status_snapshots',
    ];
    for (const table of [
      ...tables,
      'rides',
      'parks',
      'collection_run_destinations',
      'collection_runs',
      'destinations',
    ]) {
      await this.query(table === 'ride_status_snapshots' ? 'TRUNCATE ride_status_snapshots' : `DELETE FROM ${table}`);
    }
  }
}
