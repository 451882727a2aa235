import { stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { AppConfig } from '../../common/config/app-config.js';
import { bytesText } from '../../common/text.js';
import { MINUTE_MS } from '../../common/time/calendar.js';
import { Clock } from '../../common/time/clock.js';
import type { AlertSeverity } from '../alerts/alert.js';
import { AlertService } from '../alerts/alert.service.js';
import { Job, type JobHandler } from '../jobs/job.decorator.js';
import { DatabaseDiskRepository, type ServerPlace } from './database-disk.repository.js';

const DISK_VERDICTS = ['OK', 'LOW', 'FULL', 'UNKNOWN'] as const;
export type DiskVerdict = (typeof DISK_VERDICTS)[number];

/** With less than this a table of some size cannot grow any more: the server takes room by the megabyte. */
const FULL_BELOW_BYTES = 16_000_000;
/** After a statement failed for want of room; where it cannot be seen, the next cycle of collection shows whether there is some. */
const FULL_FOR_MS = 360_000;
/** Where the free room can be seen, the failure of a moment ago counts only until the next look. */
const FULL_FOR_WITH_SIGHT_MS = 45_000;

export interface DiskState {
  /** Null: the disk of the database cannot be seen from this host. */
  freeBytes: number | null;
  /** Since a statement of this process last failed because the disk was full; null: none did. */
  sinceFullMs: number | null;
}

/** How the disk of the database stands. Pure. */
export function diskVerdict({ freeBytes, sinceFullMs }: DiskState, minFreeBytes: number): DiskVerdict {
  const fullForMs = freeBytes === null ? FULL_FOR_MS : FULL_FOR_WITH_SIGHT_MS;
  if (sinceFullMs !== null && sinceFullMs < fullForMs) return 'FULL';
  if (freeBytes === null) return 'UNKNOWN';
  if (freeBytes < FULL_BELOW_BYTES) return 'FULL';
  return freeBytes < minFreeBytes ? 'LOW' : 'OK';
}

/** What there is to tell of it; null: nothing. */
export function diskProblem(
  verdict: DiskVerdict,
  { freeBytes }: DiskState,
): { severity: AlertSeverity; title: string; description: string } | null {
  const left = freeBytes === null ? '' : `${bytesText(freeBytes)} are left. `;
  if (verdict === 'FULL') {
    return {
      severity: 'CRITICAL',
      title: 'The disk of the database is full',
      description: `${left}Nothing more can be stored until there is room; what is stored is kept and served`,
    };
  }
  if (verdict !== 'LOW') return null;
  return {
    severity: 'WARNING',
    title: 'The disk of the database is nearly full',
    description: `${left}Make room before nothing more can be stored (STORAGE_MIN_FREE_MB)`,
  };
}

const DISK_ALERT = 'storage.disk_full';
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

const DISK_WATCH_JOB = 'disk-watch';

/** Every worker looks by itself, so there is no lease: on a full disk none may be had. */
@Injectable()
export class DiskWatchHandler implements JobHandler {
  constructor(private readonly watch: DiskWatch) {}

  // A full disk has to be known within a minute.
  @Cron('*/20 * * * * *', { name: DISK_WATCH_JOB, timeZone: 'UTC' })
  @Job({
    description: 'Looks whether the disk of the database has room',
    timeoutMs: MINUTE_MS,
    takesLease: false,
  })
  async run(): Promise<void> {
    await this.watch.evaluate();
  }
}
