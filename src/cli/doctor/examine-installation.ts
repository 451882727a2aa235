import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../common/config/app-config.js';
import { misspeltVariables, unknownSettings } from '../../common/config/unknown-settings.js';
import { dialectOf } from '../../common/database/dialect/dialect.js';
import { serverText } from '../../common/database/dialect/server-identity.js';
import { executedMigrations } from '../../common/database/run-migrations.js';
import { packageInfo } from '../../common/process/startup.js';
import { DAY_MS } from '../../common/time/calendar.js';
import { TIME_ZONE_VERSION } from '../../common/time/zones/time-zones.js';
import { backupStoreAt } from '../../modules/backup/backup-store.js';
import type { DoctorCheck } from './check.js';
import { checkOrFailure } from './doctor-failures.js';
import { serverCheck } from './doctor-report.js';
import { selectDataBytes, selectZoneRules } from './doctor.sql.js';
import {
  backupsCheck,
  memoryCheck,
  NO_BACKUP_FOLDER,
  settingsCheck,
  timeZonesCheck,
  versionsCheck,
} from './installation-checks.js';

/** A nightly backup that failed once is still there in the morning after. */
const BACKUP_MAX_AGE_MS = 2 * DAY_MS;

/** The checks of the program, its settings and its server, which need no table. */
export async function examineInstallation(dataSource: DataSource, config: AppConfig): Promise<DoctorCheck[]> {
  const isEmbedded = config.DATABASE_URL === undefined;
  return [
    await checkOrFailure('versions', () => readVersions(dataSource)),
    await checkOrFailure('settings', () => Promise.resolve(settingsCheck(unknownSettings(), misspeltVariables()))),
    await checkOrFailure('server', () => serverCheck(dataSource, { isEmbedded })),
    await checkOrFailure('memory', async () =>
      memoryCheck({
        bufferPoolBytes: Number(dialectOf(dataSource).server.variables.get('innodb_buffer_pool_size')),
        dataBytes: await selectDataBytes(dataSource),
        setting: isEmbedded ? 'EMBEDDED_DB_BUFFER_POOL_MB' : 'innodb_buffer_pool_size',
      }),
    ),
  ];
}

export async function readTimeZones(dataSource: DataSource): Promise<DoctorCheck> {
  return timeZonesCheck(TIME_ZONE_VERSION, process.versions.tz ?? 'none', await selectZoneRules(dataSource));
}

export async function readVersions(dataSource: DataSource): Promise<DoctorCheck> {
  const executed = await executedMigrations(dataSource);
  return versionsCheck({
    program: packageInfo().version,
    node: process.versions.node,
    nodeLts: typeof process.release.lts === 'string' ? process.release.lts : null,
    schema: executed.at(-1) ?? null,
    server: serverText(dialectOf(dataSource).server),
  });
}

export async function newestBackupCheck(
  config: AppConfig,
  nowMs: number,
  maxAgeMs = BACKUP_MAX_AGE_MS,
): Promise<DoctorCheck> {
  const { BACKUP_FOLDER } = config;
  if (BACKUP_FOLDER === undefined) return NO_BACKUP_FOLDER;
  const { backup, unreadable } = await backupStoreAt(BACKUP_FOLDER, () => config).newestReadable();
  const found = { newestId: backup?.id ?? null, unreadable: unreadable.length };
  return backupsCheck(BACKUP_FOLDER, found, nowMs, maxAgeMs);
}
