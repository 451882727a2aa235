import { stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { AppConfig } from '../../common/config/app-config.js';
import { RESERVE_BYTES } from '../../common/database/free-space.js';
import { bytesText } from '../../common/text.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import type { AlertSeverity } from '../alerts/alert.js';
import { AlertService } from '../alerts/alert.service.js';
import { Job } from '../jobs/job.decorator.js';
import { DatabaseDiskRepository, type ServerPlace } from './database-disk.sql.js';

export type DiskVerdict = 'OK' | 'LOW' | 'FULL' | 'UNKNOWN';

/** With less free space than this a large table cannot grow: the server allocates space by the megabyte. */
const FULL_BELOW_BYTES = 16_000_000;
/**
 * How long the disk counts as full after a statement failed for lack of space, if free space cannot be measured. The next
 * collection cycle shows whether there is room again.
 */
const FULL_FOR_MS = 360_000;
/** If free space can be measured, such a failure counts only until shortly after the next check. */
const FULL_FOR_MEASURED_MS = 45_000;

export interface DiskState {
  /** Null if the database is on another host, or its file system cannot be read. */
  freeBytes: number | null;
  /** Time since a statement of this process last failed because the disk was full; null if none did. */
  sinceFullMs: number | null;
}

/** The state of the database's disk. Pure. */
export function diskVerdict(
  { freeBytes, sinceFullMs }: DiskState,
  minFreeBytes: number,
  fullBelowBytes = FULL_BELOW_BYTES,
): DiskVerdict {
  const fullForMs = freeBytes === null ? FULL_FOR_MS : FULL_FOR_MEASURED_MS;
  if (sinceFullMs !== null && sinceFullMs < fullForMs) return 'FULL';
  if (freeBytes === null) return 'UNKNOWN';
  if (freeBytes < fullBelowBytes) return 'FULL';
  return freeBytes < minFreeBytes ? 'LOW' : 'OK';
}

/** The alert for this state; null if there is nothing to report. */
export function diskProblem(
  verdict: DiskVerdict,
  { freeBytes }: DiskState,
): { severity: AlertSeverity; title: string; description: string } | null {
  const left = freeBytes === null ? '' : `${bytesText(freeBytes)} are free. `;
  if (verdict === 'FULL') {
    return {
      severity: 'CRITICAL',
      title: 'The disk of the database is full',
      description: `${left}Imports are refused and live data may be lost until space is freed; stored data is kept and still served`,
    };
  }
  if (verdict !== 'LOW') return null;
  return {
    severity: 'WARNING',
    title: 'The disk of the database is nearly full',
    description: `${left}Free some space before no more data can be stored (STORAGE_MIN_FREE_MB)`,
  };
}

const DISK_ALERT = 'storage.disk_full';
/** An alert that no process has updated for this long was raised by a process that has ended. */
const FORGOTTEN_AFTER_MS = 600_000;

export interface DiskReport extends DiskState {
  verdict: DiskVerdict;
}

/**
 * Whether the disk of the database has room, judged by its file system if that is on this host, and by statements that
 * failed for lack of space. A report shows the current state and writes nothing.
 */
@Injectable()
export class DiskWatch {
  private readonly logger = new Logger(DiskWatch.name);
  /** Read once: the data folder does not change while the server is up. */
  private place: ServerPlace | null = null;

  constructor(
    private readonly repository: DatabaseDiskRepository,
    private readonly alerts: AlertService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async report(): Promise<DiskReport> {
    const state = { freeBytes: await this.freeBytes(), sinceFullMs: this.repository.sinceFullMs() };
    // With less than the reserve, imports into the private server are refused.
    const fullBelowBytes = this.config.DATABASE_URL === undefined ? RESERVE_BYTES : FULL_BELOW_BYTES;
    return { ...state, verdict: diskVerdict(state, this.config.STORAGE_MIN_FREE_MB * 1_000_000, fullBelowBytes) };
  }

  /**
   * Raises or clears the alert. On a full disk even that may fail; health and metrics show the state anyway. Every worker
   * checks by itself, because on a full disk no lease may be available. A full disk must be noticed within a minute.
   */
  @Cron('*/20 * * * * *', { name: 'disk-watch', timeZone: 'UTC' })
  @Job({ description: 'Checks whether the disk of the database has room', timeoutMs: MINUTE_MS, takesLease: false })
  async evaluate(): Promise<DiskReport> {
    const report = await this.report();
    const problem = diskProblem(report.verdict, report);
    try {
      if (problem !== null) {
        await this.alerts.raise({ key: DISK_ALERT, ...problem, details: { freeBytes: report.freeBytes } });
      } else if (report.verdict === 'OK' || (await this.isForgotten())) {
        await this.alerts.clear(DISK_ALERT, 'The database has room again');
      }
    } catch (error) {
      if (problem === null) throw error;
      this.logger.error(
        `${problem.title}, and the alert could not be stored: ${problem.description}: ${String(error)}`,
      );
    }
    return report;
  }

  /** Null if the server is on another host, or its data folder cannot be read. */
  private async freeBytes(): Promise<number | null> {
    try {
      this.place ??= await this.repository.findPlace();
      const { hostName, dataFolder } = this.place;
      if (hostName !== hostname()) return null;
      const { dev } = await stat(dataFolder);
      // A server in a container may have this host's name but a file system of its own.
      if (this.config.DATABASE_URL === undefined && dev !== (await stat(join(this.config.DATA_DIR, 'mariadb'))).dev) {
        return null;
      }
      const { bavail, bsize } = await statfs(dataFolder);
      return bavail * bsize;
    } catch {
      return null;
    }
  }

  private async isForgotten(): Promise<boolean> {
    const alert = (await this.alerts.active()).find(({ key }) => key === DISK_ALERT);
    return alert !== undefined && this.clock.now().getTime() - alert.updatedAt.getTime() > FORGOTTEN_AFTER_MS;
  }
}
