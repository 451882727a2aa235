import { Injectable } from '@nestjs/common';
import { sleepUnlessAborted } from '../../common/async/retry.js';
import { Clock } from '../../common/time/clock.js';
import { hasWorker, type ImportRecord } from '../../modules/import/import-record.js';
import { ImportRepository } from '../../modules/import/import.repository.js';
import { ImportService } from '../../modules/import/import.service.js';
import { instant } from '../format.js';

const MAX_LEASED = 10_000;
const LOOK_EVERY_MS = 500;

/**
 * After `kill -9`, the lease of an import remains for up to half a minute, and the import looks like one that another process is
 * running. Only a running process renews its lease.
 */
@Injectable()
export class LeaseWait {
  constructor(
    private readonly imports: ImportRepository,
    private readonly service: ImportService,
    private readonly clock: Clock,
  ) {}

  /**
   * Waits until every import of the command line that is leased, or this one, is known to be running or has lost its lease;
   * or until `stop`.
   * @returns whether another process is running one of them
   */
  async untilDecided(
    importId: string | null,
    { log, stop }: { log: (line: string) => void; stop: AbortSignal },
  ): Promise<boolean> {
    const leased = await this.findLeased(importId);
    for (const { importId: id, leaseUntil } of leased) {
      log(
        `${id} is leased until ${instant(leaseUntil)}: a process is running it, or was killed. Waiting until it is renewed or ends ...`,
      );
    }
    let isOneRunning = false;
    for (const record of leased) {
      if (await this.isRunning(record, stop)) {
        isOneRunning = true;
        log(
          `${record.importId} is being run by another process. Watch it: npm run import -- --status ${record.importId}`,
        );
      }
    }
    return isOneRunning;
  }

  private async findLeased(importId: string | null): Promise<ImportRecord[]> {
    const now = this.clock.now();
    const isLeased = (record: ImportRecord) => hasWorker(record, now);
    if (importId !== null) return [await this.service.get(importId)].filter(isLeased);
    const { data } = await this.imports.findPage({ status: 'IN_PROGRESS' }, MAX_LEASED, 0);
    return data.filter((record) => isLeased(record) && record.options.origin === 'cli');
  }

  private async isRunning(before: ImportRecord, stop: AbortSignal): Promise<boolean> {
    for (;;) {
      const record = await this.service.get(before.importId);
      if (!hasWorker(record, this.clock.now())) return false;
      if (record.leaseUntil!.getTime() !== before.leaseUntil!.getTime()) return true;
      if (stop.aborted) return false;
      await sleepUnlessAborted(LOOK_EVERY_MS, stop).catch(() => undefined);
    }
  }
}
