import { dayAfter } from '../../../src/common/time/calendar.js';
import type { SeededRandom } from '../../support/seeded-random.js';
import type { StorageApp } from './storage-app.js';

const ROWS_PER_INSERT = 5_000;
const DAY_MS = 86_400_000;

export interface DailyRows {
  snapshots: number;
  queueRows: number;
}

/** Fills the two tables of observations as collection and imports do: real rows, a day at a time. */
export class GrowingWarehouse {
  private imports = 0;

  constructor(
    private readonly app: StorageApp,
    private readonly random: SeededRandom,
  ) {}

  /** A day of live collection, with a third more or less of it at random and quieter weekends. */
  async collectDay(day: string, usual: DailyRows): Promise<DailyRows> {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    const factor = (weekday === 0 || weekday === 6 ? 0.9 : 1.04) * (0.85 + (0.3 * this.random.below(1000)) / 1000);
    const rows = { snapshots: Math.round(usual.snapshots * factor), queueRows: Math.round(usual.queueRows * factor) };
    await this.insertDay(day, rows, 'LIVE');
    return rows;
  }

  /** An import of days long past, as the importer leaves it: rows, and each file with what it stored. */
  async importDays(first: string, count: number, perDay: DailyRows): Promise<void> {
    const importId = `imp_${String(++this.imports).padStart(20, '0')}`;
    const now = this.app.clock.now();
    await this.app.query(
      `INSERT IGNORE INTO destinations (destination_id, themeparks_wiki_id, name, slug)
       VALUES (1, '00000001-0000-4000-8000-000000000001', 'Resort', 'resort')`,
    );
    await this.app.query(
      `INSERT INTO import_checkpoints (import_id, destination_id, options, status, files_done, events_stored, queue_rows_stored,
              created_at, updated_at) VALUES (?, 1, '{}', 'COMPLETED', ?, ?, ?, ?, ?)`,
      [importId, count, count * perDay.snapshots, count * perDay.queueRows, now, now],
    );
    for (let index = 0; index < count; index++) {
      const day = dayAfter(first, index);
      await this.insertDay(day, perDay, 'ARCHIVE');
      await this.app.query(
        `INSERT INTO import_files (import_id, object_key, file_date, etag, size_bytes, events_read, events_stored, events_duplicate, events_rejected,
                queue_rows_stored, done_at) VALUES (?, ?, ?, 'e', 1000, ?, ?, 0, 0, ?, ?)`,
        [importId, `d/${day}.json.gz`, day, perDay.snapshots, perDay.snapshots, perDay.queueRows, now],
      );
    }
  }

  /** Spread over rides and the hours of the day; the same rows whenever the same day is asked for. */
  async insertDay(day: string, { snapshots, queueRows }: DailyRows, source: 'LIVE' | 'ARCHIVE'): Promise<void> {
    await this.insert(
      'ride_status_snapshots (ride_id, recorded_at, status, wait_time, data_source)',
      rowsOf(day, snapshots, (rideId, at, index) => `(${rideId},'${at}','OPERATING',${index % 90},'${source}')`),
    );
    await this.insert(
      'queue_data (ride_id, recorded_at, queue_type, wait_time_minutes, data_source)',
      rowsOf(day, queueRows, (rideId, at, index) => `(${rideId},'${at}','SINGLE_RIDER',${index % 60},'${source}')`),
    );
  }

  private async insert(into: string, rows: readonly string[]): Promise<void> {
    for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
      await this.app.query(`INSERT INTO ${into} VALUES ${rows.slice(start, start + ROWS_PER_INSERT).join(',')}`);
    }
  }
}

const RIDES = 50;

function rowsOf(day: string, count: number, render: (rideId: number, at: string, index: number) => string): string[] {
  const startMs = Date.parse(`${day}T00:00:00Z`);
  const perRide = Math.max(1, Math.ceil(count / RIDES));
  return Array.from({ length: count }, (_, index) => {
    const rideId = 1 + Math.floor(index / perRide);
    const atMs = startMs + Math.floor(((index % perRide) * DAY_MS) / perRide);
    return render(rideId, new Date(atMs).toISOString().replace('T', ' ').slice(0, 23), index);
  });
}
