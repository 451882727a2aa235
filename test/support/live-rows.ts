import type { RideStatus } from '../../src/modules/snapshots/observations.js';

type Query = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>;

const uuidOf = (kind: number, id: number) => `0000000${kind}-0000-4000-8000-${String(id).padStart(12, '0')}`;

/** Inserts rows of the catalogue and of the newest states like the write path, with ids of the test. */
export class LiveRows {
  constructor(private readonly query: Query) {}

  async destination(destinationId: number, name: string): Promise<void> {
    await this.query('INSERT INTO destinations (destination_id, themeparks_wiki_id, name, slug) VALUES (?, ?, ?, ?)', [
      destinationId,
      uuidOf(1, destinationId),
      name,
      name.toLowerCase(),
    ]);
  }

  async park(parkId: number, destinationId: number, name: string): Promise<void> {
    await this.query(
      "INSERT INTO parks (park_id, destination_id, themeparks_wiki_id, name, timezone) VALUES (?, ?, ?, ?, 'Europe/Paris')",
      [parkId, destinationId, uuidOf(2, parkId), name],
    );
  }

  async ride(rideId: number, parkId: number, name: string, entityType: string | null = 'ATTRACTION'): Promise<void> {
    await this.query(
      `INSERT INTO rides (ride_id, park_id, themeparks_wiki_id, name, normalized_name, entity_type)
       VALUES (?, ?, ?, ?, ?, ?)`,
      [rideId, parkId, uuidOf(3, rideId), name, name.toLowerCase(), entityType],
    );
  }

  async link(aliasRideId: number, rideId: number): Promise<void> {
    await this.query(
      'INSERT INTO ride_aliases (alias_ride_id, ride_id, themeparks_wiki_id, linked_at) VALUES (?, ?, ?, ?)',
      [aliasRideId, rideId, uuidOf(3, aliasRideId), new Date('2026-01-01T00:00:00Z')],
    );
  }

  async state(
    rideId: number,
    status: RideStatus | null,
    { from, until, wait = null }: { from: Date; until: Date; wait?: number | null },
  ): Promise<void> {
    await this.query(
      `REPLACE INTO ride_current (ride_id, recorded_at, status, wait_time, last_confirmed_at, last_updated_api, data_source)
       VALUES (?, ?, ?, ?, ?, ?, 'LIVE')`,
      [rideId, from, status, wait, until, from],
    );
  }

  /** Inserts into `queue_data`, and as the newest row of its kind. */
  async queue(
    rideId: number,
    queueType: string,
    { from, until, ...fields }: { from: Date; until: Date } & Record<string, unknown>,
  ): Promise<void> {
    const columns = [
      'ride_id',
      'queue_type',
      'recorded_at',
      'last_confirmed_at',
      'data_source',
      ...Object.keys(fields),
    ];
    const values = [rideId, queueType, from, until, 'LIVE', ...Object.values(fields)];
    for (const table of ['queue_data', 'queue_current']) {
      await this.query(
        `REPLACE INTO ${table} (${columns.join(',')}) VALUES (${columns.map(() => '?').join(',')})`,
        values,
      );
    }
  }

  async schedule(parkId: number, localDate: string, opensAt: Date, closesAt: Date): Promise<void> {
    await this.query(
      `INSERT INTO park_schedules (park_id, local_date, schedule_type, opens_at, closes_at, reported_from, reported_until)
       VALUES (?, ?, 'OPERATING', ?, ?, ?, ?)`,
      [parkId, localDate, opensAt, closesAt, opensAt, opensAt],
    );
  }
}
