import { stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '../../../common/config/app-config.js';
import { Clock } from '../../../common/time/clock.js';
import { AlertService } from '../../alerts/alert.service.js';
import { DatabaseDiskRepository, type ServerPlace } from './database-disk.repository.js';
import { diskProblem, type DiskState, type DiskVerdict, diskVerdict } from './disk-verdict.js';

export const DISK_ALERT = 'storage.disk_full';
/** An alert that no process has brought up to date for so long is of a process that has ended. */
const FORGOTTEN_AFTER_MS = 600_000;

export interface DiskReport extends DiskState {
  verdict: DiskVerdict;
}

/**
 * Whether the database has room: by its file system where that is on this host, and by statements that failed for want of
 * room. Whoever asks gets it as it is now; nothing has to be written for that.
 */
@Injectable()
export class DiskWatch {
  private readonly logger = new Logger(DiskWatch.name);
  /** The folder does not move while the server is up. */
  private place: ServerPlace | null = null;

  constructor(
    private readonly repository: DatabaseDiskRepository,
    private readonly alerts: AlertService,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {}

  async report(): Promise<DiskReport> {
    const state = { freeBytes: await this.freeBytes(), sinceFullMs: this.repository.sinceFullMs() };
    return { ...state, verdict: diskVerdict(state, this.config.STORAGE_MIN_FREE_MB * 1_000_000) };
  }

  /** Raises or clears the alert. On a full disk even that may fail; health and metrics show it anyway. */
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
      this.logger.error(`${problem.title}, and the alert cannot be stored: ${problem.description}: ${String(error)}`);
    }
    return report;
  }

  /** Null where the server is on another host, or its folder cannot be asked. */
  private async freeBytes(): Promise<number | null> {
    try {
      this.place ??= await this.repository.findPlace();
      const { hostName, dataFolder } = this.place;
      if (hostName !== hostname()) return null;
      const { dev } = await stat(dataFolder);
      // The server of a container may have the name of this host and a folder of its own.
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
