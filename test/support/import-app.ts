import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ConnectionTarget } from '../../src/common/database/data-source-options.js';
import { Clock } from '../../src/common/time/clock.js';
import { ImportFileRepository } from '../../src/modules/import/import-file.repository.js';
import type {
  ImportFileRecord,
  ImportOptions,
  ImportRecord,
  ProgressListener,
  RunResult,
} from '../../src/modules/import/import-record.js';
import { ImportModule } from '../../src/modules/import/import.module.js';
import { ImportRepository } from '../../src/modules/import/import.repository.js';
import { type ImportRange, ImportService } from '../../src/modules/import/import.service.js';
import { ImportWorker } from '../../src/modules/import/run/import-worker.js';
import { migratedDataSource } from './migrated-schema.js';
import { startModules } from './module-context.js';

export const WHOLE_RANGE: ImportRange = { startDate: null, endDate: null };
export const DEFAULT_OPTIONS: ImportOptions = { onConflict: 'archive', replaceLive: false, origin: 'cli' };

export interface ImportAppOptions {
  connection: ConnectionTarget;
  /** Environment variables: `ARCHIVE_SOURCE`, and settings that differ from the defaults. */
  settings: Record<string, string>;
  clock?: Clock | undefined;
}

export interface Imported {
  record: ImportRecord;
  result: RunResult | null;
  /** The outcome of each file, by object key. */
  files: Map<string, ImportFileRecord>;
}

/** The importer, as in a process of the program, with its own settings, connections and worker. */
export class ImportApp {
  private constructor(
    private readonly context: INestApplicationContext,
    readonly dataSource: DataSource,
  ) {}

  static async start({ connection, settings, clock }: ImportAppOptions): Promise<ImportApp> {
    const dataSource = await migratedDataSource(connection, 8);
    const context = await startModules({ modules: [ImportModule], dataSource, settings, clock });
    return new ImportApp(context, dataSource);
  }

  get service(): ImportService {
    return this.context.get(ImportService);
  }

  get worker(): ImportWorker {
    return this.context.get(ImportWorker);
  }

  get imports(): ImportRepository {
    return this.context.get(ImportRepository);
  }

  get<T>(token: abstract new (...args: never[]) => T): T {
    return this.context.get<T>(token, { strict: false });
  }

  query<Row>(sql: string, values?: unknown[]): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, values);
  }

  start(destinationWikiId: string, options: Partial<ImportOptions & ImportRange> = {}): Promise<ImportRecord> {
    const { startDate = null, endDate = null, ...rest } = options;
    return this.service.startDestination(destinationWikiId, { startDate, endDate }, { ...DEFAULT_OPTIONS, ...rest });
  }

  /** Runs a new import to its end. */
  async import(destinationWikiId: string, options: Partial<ImportOptions & ImportRange> = {}): Promise<Imported> {
    const { importId } = await this.start(destinationWikiId, options);
    return this.run(importId);
  }

  async resume(importId: string): Promise<Imported> {
    await this.service.resume(importId);
    return this.run(importId);
  }

  async run(importId: string, onProgress?: ProgressListener): Promise<Imported> {
    const result = await this.worker.run(importId, onProgress);
    const files = await this.context.get(ImportFileRepository).findDone(importId);
    return { record: await this.service.get(importId), result, files };
  }

  async close(): Promise<void> {
    await this.context.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
