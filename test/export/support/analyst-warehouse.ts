import type { AddressInfo } from 'node:net';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/common/time/calendar.js';
import { StatisticsRefreshService } from '../../../src/modules/statistics/refresh.service.js';
import { ApiApp } from '../../api/support/api-app.js';
import { seededRandom } from '../../support/archive-event.js';
import { LiveRows } from '../../support/live-rows.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

/** Two summers of two parks in Paris, with events of an archive on each day. */
const SUMMERS = [Date.UTC(2023, 5, 20), Date.UTC(2024, 5, 20)];
const DAYS_OF_SUMMER = 42;
const RIDES_OF_PARK: Readonly<Record<number, readonly number[]>> = { 1: [1, 2, 3], 2: [4, 5] };
const NOW = new Date('2024-08-15T12:00:00Z');
/** A ride that is linked to ride 1, and was observed under its own id in the first summer. */
const LINKED = 6;

const sqlText = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/** A small generated warehouse with statistics, for questions that are answered in two ways. */
export class AnalystWarehouse {
  private constructor(
    readonly database: TestDatabase,
    readonly api: ApiApp,
  ) {}

  /** @param url another server than that of the run */
  static async start(label: string, settings: Record<string, string> = {}, url?: string): Promise<AnalystWarehouse> {
    const database = await createTestDatabase(label, url);
    const api = await ApiApp.start({
      connection: database.connectionOptions,
      settings: { ROLE: 'api', PUBLIC_RESPONSE_CACHE_MS: '0', RATE_LIMIT_PUBLIC_PER_MINUTE: '100000', ...settings },
      clock: { now: () => NOW },
    });
    const warehouse = new AnalystWarehouse(database, api);
    await warehouse.fill();
    return warehouse;
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.database.drop();
  }

  query = <Row>(sql: string, values?: unknown[]): Promise<Row[]> => this.api.query<Row>(sql, values);

  /** The body of a response, which must be complete. */
  async download(path: string): Promise<Buffer> {
    const { port } = (this.api.app.getHttpServer() as { address(): unknown }).address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** Computes the statistics of a park from all observations in a range of local dates. */
  async recompute(parkId: number, from: string, to: string): Promise<void> {
    for (let ms = Date.parse(from); ms <= Date.parse(to); ms += DAY_MS) {
      await this.query(
        `INSERT IGNORE INTO invalidated_park_days (park_id, local_date, reason, invalidated_at, token)
         VALUES (?, ?, 'IMPORT', '2024-08-01', 1)`,
        [parkId, sqlText(ms).slice(0, 10)],
      );
    }
    await this.api.app.get(StatisticsRefreshService, { strict: false }).refresh();
  }

  private async fill(): Promise<void> {
    const rows = new LiveRows(this.query);
    await rows.destination(1, 'Resort');
    for (const [park, rides] of Object.entries(RIDES_OF_PARK)) {
      await rows.park(Number(park), 1, `Park ${park}`);
      for (const ride of rides) await rows.ride(ride, Number(park), `Ride ${ride}`);
    }
    await rows.ride(LINKED, 1, 'Ride 1, formerly');
    await rows.link(LINKED, 1);
    await this.insertObservations();
    const at = new Date('2024-07-03T10:00:00.250Z');
    await rows.queue(1, 'PAID_RETURN_TIME', { from: at, until: at, price_minor: 1500, price_currency: 'EUR' });
    for (const parkId of [1, 2]) {
      for (const startMs of SUMMERS) {
        await this.recompute(
          parkId,
          sqlText(startMs - DAY_MS).slice(0, 10),
          sqlText(startMs + DAYS_OF_SUMMER * DAY_MS).slice(0, 10),
        );
      }
    }
  }

  private async insertObservations(): Promise<void> {
    const random = seededRandom(11);
    const values: string[] = [];
    for (const startMs of SUMMERS) {
      for (let day = 0; day < DAYS_OF_SUMMER; day++) {
        for (const rideId of Object.values(RIDES_OF_PARK).flat()) {
          const storedId = rideId === 1 && startMs === SUMMERS[0] ? LINKED : rideId;
          for (let hour = 8; hour <= 19; hour++) {
            const atMs = startMs + day * DAY_MS + hour * HOUR_MS + Math.floor(random() * 50) * MINUTE_MS;
            const isDown = random() < 0.06;
            const wait = isDown ? 'NULL' : String(5 * Math.ceil(random() * 10 + rideId));
            values.push(`(${storedId},'${sqlText(atMs)}',${isDown ? 2 : 1},${wait},2)`);
          }
          values.push(`(${storedId},'${sqlText(startMs + day * DAY_MS + 20 * HOUR_MS)}',3,NULL,2)`);
        }
      }
    }
    await this.query(
      `INSERT INTO ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source) VALUES ${values.join(',')}`,
    );
  }
}
