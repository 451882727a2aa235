import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { Clock } from '../../src/common/time/clock.js';
import { CatalogSyncJob } from '../../src/modules/catalog/sync/catalog-jobs.js';
import type { RideMetadataView } from '../../src/modules/metadata/metadata.dto.js';
import { MetadataModule } from '../../src/modules/metadata/metadata.module.js';
import { MetadataService } from '../../src/modules/metadata/metadata.service.js';
import type { RecordedChange } from '../../src/modules/metadata/metadata-read.repository.js';
import { MetadataSyncJob } from '../../src/modules/metadata/sync/metadata-sync-jobs.js';
import type { MetadataSyncOptions } from '../../src/modules/metadata/sync/metadata-sync.service.js';
import type { SyncProgress } from '../../src/modules/metadata/sync/sync-progress.js';
import { SleepingTimer } from './collector-app.js';
import { migratedDataSource } from './migrated-schema.js';
import { startModules } from './module-context.js';

export interface TestRide {
  rideId: number;
  uuid: string;
}

export interface TestPark {
  destinationUuid: string;
  parkId: number;
  rides: TestRide[];
}

/** The metadata sync, as in a process of the program. */
export class MetadataApp {
  private constructor(
    readonly context: INestApplicationContext,
    readonly dataSource: DataSource,
  ) {}

  static async start(connection: ConnectionTarget, baseUrl: string, clock: Clock): Promise<MetadataApp> {
    const dataSource = await migratedDataSource(connection, 8);
    const settings = {
      LIVE_API_BASE_URL: baseUrl,
      LIVE_REQUESTS_PER_MINUTE: '100000',
      LIVE_REQUEST_TIMEOUT_MS: '5000',
    };
    const context = await startModules({
      modules: [MetadataModule],
      dataSource,
      settings,
      clock,
      timer: new SleepingTimer(),
    });
    return new MetadataApp(context, dataSource);
  }

  sync(options: MetadataSyncOptions = {}): Promise<SyncProgress> {
    return this.context.get(MetadataSyncJob).run(options);
  }

  async syncCatalogue(): Promise<void> {
    await this.context.get(CatalogSyncJob, { strict: false }).run();
  }

  metadata(rideId: number): Promise<RideMetadataView | null> {
    return this.context.get(MetadataService).ofRide(rideId);
  }

  /** Oldest first. */
  async history(rideId: number): Promise<RecordedChange[]> {
    const { data } = await this.context.get(MetadataService).history(rideId, { limit: 200, offset: 0 });
    return (data as RecordedChange[]).reverse();
  }

  findings(rideId: number): Promise<{ reason: string; issueType: string; occurrences: number }[]> {
    return this.query(
      `SELECT reason, issue_type AS issueType, occurrences FROM data_quality_log WHERE entity_id = ? ORDER BY log_id`,
      [rideId],
    );
  }

  query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}

/** Inserts a park with its own destination and a number of rides, like a sync of the catalogue. */
export async function addPark(
  dataSource: DataSource,
  rides: number,
  place: { latitude: number | null; longitude: number | null } = { latitude: 28.4177, longitude: -81.5812 },
): Promise<TestPark> {
  const insert = async (sql: string, values: unknown[]): Promise<number> =>
    (await dataSource.query<{ insertId: number }>(sql, values)).insertId;
  const destinationUuid = randomUUID();
  const destinationId = await insert('INSERT INTO destinations (themeparks_wiki_id, name) VALUES (?, ?)', [
    destinationUuid,
    'Some Resort',
  ]);
  const parkId = await insert(
    'INSERT INTO parks (destination_id, themeparks_wiki_id, name, latitude, longitude) VALUES (?, ?, ?, ?, ?)',
    [destinationId, randomUUID(), 'Some Park', place.latitude, place.longitude],
  );
  const added: TestRide[] = [];
  for (let number = 1; number <= rides; number++) added.push(await addRide(dataSource, parkId, `Ride ${number}`));
  return { destinationUuid, parkId, rides: added };
}

export async function addRide(dataSource: DataSource, parkId: number, name: string): Promise<TestRide> {
  const uuid = randomUUID();
  const { insertId } = await dataSource.query<{ insertId: number }>(
    `INSERT INTO rides (park_id, themeparks_wiki_id, name, normalized_name, entity_type)
     VALUES (?, ?, ?, ?, 'ATTRACTION')`,
    [parkId, uuid, name, name.toLowerCase()],
  );
  return { rideId: insertId, uuid };
}
