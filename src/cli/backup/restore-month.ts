import { Module } from '@nestjs/common';
import { plural } from '../../common/text.js';
import { CoreModule } from '../../core.module.js';
import { BackupModule } from '../../modules/backup/backup.module.js';
import {
  type MonthRestoreRequest,
  type MonthRestoreResult,
  MonthRestoreService,
} from '../../modules/backup/month-restore.service.js';
import type { CliHost } from '../command.js';
import { inContext } from '../nest-context.js';
import { StatisticsStep, StatisticsStepModule } from '../statistics/statistics-step.js';

@Module({ imports: [CoreModule, BackupModule, StatisticsStepModule] })
class MonthRestoreCliModule {}

/** Restores a month into the configured database, and computes its statistics. */
export function restoreMonth(request: MonthRestoreRequest, host: CliHost): Promise<MonthRestoreResult> {
  const { terminal, stop, nowMs } = host;
  return inContext(MonthRestoreCliModule, host, async (context) => {
    stop.throwIfAborted();
    const restored = await context.get(MonthRestoreService, { strict: false }).restore(request);
    // if the month was there, the restore that brought it may have been cut off here
    if (!restored.wasThere) terminal.err(`Computing the statistics of ${plural(restored.parkDays, 'park-day')} ...`);
    await context.get(StatisticsStep).runWithRetry({ write: (line) => terminal.err(line), stop, nowMs });
    return restored;
  });
}

export function monthText({ id, takenAt, month, rows, rides, wasThere }: MonthRestoreResult): string {
  const what = `${plural(rows, 'row')} of ${month} (${plural(rides, 'ride')})`;
  if (wasThere)
    return `Nothing to restore: the ${what} of backup ${id}, as of ${takenAt}, are there, with the same values.`;
  return `Restored ${what} from backup ${id}, as of ${takenAt}. All values are those of the backup.`;
}
