import { ScheduleRefreshHandler } from '../../src/modules/catalog/sync/catalog-jobs.js';
import { ScheduleSync } from '../../src/modules/catalog/schedule/schedule-sync.service.js';
import type { SyncReport } from '../../src/modules/catalog/sync/sync-report.js';
import { dayAfter } from '../../src/common/time/calendar.js';
import { CatalogApp } from './catalog-app.js';
import { emptyTables } from './empty-tables.js';
import { HandMadeApi } from './hand-made-api.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';

const DESTINATION = '00000000-0000-4000-8000-00000000d001';
const PARK = '00000000-0000-4000-8000-00000000a001';

/** A ride that was operating this recently indicates a park in use. */
export const LAST_ASKED_HOURS = 1;

export interface TestEntry {
  date: string;
  type: string;
  openingTime: string;
  closingTime: string;
}

/** A destination with one park, whose schedule the test publishes. Times are local times in New York. */
export class ScheduledPark {
  readonly id = PARK;
  nowMs = 0;
  timezone: string | null = null;
  /** Whether the list of destinations includes the park; the list of its children always does. */
  isListed = true;

  private constructor(
    private readonly database: TestDatabase,
    readonly api: HandMadeApi,
    private readonly holder: { app?: CatalogApp },
  ) {}

  static async start(label: string): Promise<ScheduledPark> {
    const database = await createTestDatabase(label);
    const api = await HandMadeApi.start();
    const park = new ScheduledPark(database, api, {});
    const clock = { now: () => new Date(park.nowMs) };
    park.holder.app = await CatalogApp.start({ connection: database.connectionOptions, baseUrl: api.baseUrl, clock });
    return park;
  }

  async close(): Promise<void> {
    await this.holder.app?.close();
    await this.api.close();
    await this.database.drop();
  }

  async reset(now: string): Promise<void> {
    this.nowMs = Date.parse(now);
    this.timezone = 'America/New_York';
    this.isListed = true;
    this.api.responses.clear();
    await emptyTables(this.database.connectionOptions);
  }

  /** In the local time of the park, or of the response's zone for a time without an offset. */
  entry(date: string, opens = '10:00', closes = '20:00', closesOn = date): TestEntry {
    return {
      date,
      type: 'OPERATING',
      openingTime: this.time(date, opens),
      closingTime: this.time(closesOn, closes),
    };
  }

  days(first: string, count: number): TestEntry[] {
    return Array.from({ length: count }, (_, index) => this.entry(dayAfter(first, index)));
  }

  /** Syncs the catalogue with this schedule. */
  async publish(schedule: readonly object[], more: object = {}): Promise<SyncReport> {
    this.response(schedule, more);
    return this.app.sync();
  }

  /** The response of the API from now on. */
  response(schedule: unknown, more: object = {}): void {
    const park = { id: PARK, name: 'Park', entityType: 'PARK' };
    const parks = this.isListed ? [{ id: PARK, name: 'Park' }] : [];
    const ride = { id: PARK.replace('a001', '0001'), name: 'Ride', entityType: 'ATTRACTION', parentId: PARK };
    this.api.responses.set('/destinations', { destinations: [{ id: DESTINATION, name: 'Resort', parks }] });
    this.api.responses.set(`/entity/${DESTINATION}/children`, { id: DESTINATION, children: [park, ride] });
    this.api.responses.set(`/entity/${PARK}`, { ...park, ...(this.timezone && { timezone: this.timezone }) });
    this.api.responses.set(`/entity/${PARK}/schedule`, { ...park, ...more, schedule });
  }

  /** A response with the schedule only. */
  async read(schedule: unknown): Promise<void> {
    this.response(schedule);
    const sync = this.app.get(ScheduleSync);
    const [park] = await sync.parks();
    await sync.syncPark(park!);
  }

  async refresh(): Promise<void> {
    await this.app.get(ScheduleRefreshHandler).run(new AbortController().signal);
  }

  /** Sets when the ride was last observed operating. */
  async operate(at: Date): Promise<void> {
    await this.query(
      `INSERT INTO ride_current (ride_id, recorded_at, last_confirmed_at, data_source, status)
       SELECT ride_id, ?, ?, 'LIVE', 'OPERATING' FROM rides`,
      [at, at],
    );
  }

  localDate(): string {
    return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(this.nowMs);
  }

  query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.app.query<Row>(sql, values);
  }

  /** One column of all entries that were ever stored. */
  async column(expression: string): Promise<unknown[]> {
    const rows = await this.query<{ value: unknown }>(
      `SELECT ${expression} AS value FROM park_schedules ORDER BY schedule_id`,
    );
    return rows.map(({ value }) => value);
  }

  /** All columns of the entries before a date. */
  rowsBefore(date: string): Promise<object[]> {
    return this.query('SELECT * FROM park_schedules WHERE local_date < ? ORDER BY schedule_id', [date]);
  }

  /** The valid entries, such as `2026-08-17 14:00-00:00`; times in UTC. */
  async holding(): Promise<string[]> {
    const rows = await this.query<{ text: string }>(
      `SELECT CONCAT(DATE_FORMAT(local_date, '%Y-%m-%d '), DATE_FORMAT(opens_at, '%H:%i-'),
                     DATE_FORMAT(closes_at, '%H:%i')) AS text
         FROM park_schedules WHERE withdrawn_at IS NULL ORDER BY local_date, opens_at`,
    );
    return rows.map(({ text }) => text);
  }

  /** Reason and record count of the open findings. */
  async findings(): Promise<[string, number][]> {
    const rows = await this.query<{ reason: string; records: number }>(
      `SELECT reason, records_affected AS records FROM data_quality_log
        WHERE reason LIKE 'SCHEDULE%' AND resolution_status = 'OPEN' ORDER BY reason`,
    );
    return rows.map(({ reason, records }) => [reason, Number(records)]);
  }

  async invalidatedParkDays(): Promise<string[]> {
    const rows = await this.query<{ text: string }>(
      `SELECT CONCAT(DATE_FORMAT(local_date, '%Y-%m-%d '), reason) AS text FROM invalidated_park_days ORDER BY local_date`,
    );
    return rows.map(({ text }) => text);
  }

  private get app(): CatalogApp {
    return this.holder.app!;
  }

  private time(date: string, clock: string): string {
    const offset = this.timezone === 'America/New_York' ? '-04:00' : this.timezone === null ? '' : '-10:00';
    return `${date}T${clock}:00${offset}`;
  }
}
