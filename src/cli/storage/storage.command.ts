import { Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { CoreModule } from '../../core.module.js';
import { StorageService } from '../../modules/storage/storage.service.js';
import { bytesText, count, plural } from '../../common/text.js';
import { MeasureService } from '../../modules/storage/measure/measure.service.js';
import type { Measurement } from '../../modules/storage/measure/storage-metrics.js';
import { StorageModule } from '../../modules/storage/storage.module.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { inContext, refuseClockAhead } from '../nest-context.js';
import { wholeNumberOf } from '../option-values.js';
import { reportText, readReport } from './report-view.js';

const DEFAULT_DAYS = 30;
const MAX_DAYS = 365;

@Module({ imports: [CoreModule, StorageModule] })
class StorageCliModule {}

export const measureCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Measures the size of the database now. The server does it every day.')
      .option('--json', 'print the measurement as JSON'),

  read: ({ json = false }) => ({ json }),

  run: ({ json }, { terminal, stop }) =>
    inContext(StorageCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      await refuseClockAhead(context);
      const measuring = context.get(MeasureService, { strict: false });
      const measurement = await measuring.measure({ startedBy: 'CLI', signal: stop });
      terminal.out(json ? JSON.stringify(measurement) : measurementText(measurement));
      return EXIT.DONE;
    }),

  stopText: 'Stopped.',
});

export const reportCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Prints the size and growth of the database, and when it will be full.')
      .option(
        '--days <number>',
        'number of past days from which the growth is computed',
        wholeNumberOf('--days', 1, MAX_DAYS),
        DEFAULT_DAYS,
      )
      .option('--json', 'print everything as JSON'),

  read: ({ days, json = false }) => ({ days, json }),

  run: ({ days, json }, { terminal, columns, stop }) =>
    inContext(StorageCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      const report = await readReport(context.get(StorageService, { strict: false }), days);
      terminal.out(json ? JSON.stringify(report) : reportText(report, columns));
      return EXIT.DONE;
    }),

  stopText: 'Stopped.',
});

function measurementText({ result }: Measurement): string {
  if (result === null) return 'The measurement has no result.';
  const { tables, partitions, rows, totalBytes, durationMs, rowCounts, sizeNote, binaryLog, missingTables } = result;
  const lines = [
    `${plural(tables, 'table')} and ${plural(partitions, 'partition')} measured in ${durationMs} ms: ` +
      `${count(rows)} rows, ${bytesText(totalBytes)}`,
    `row counts: ${rowCounts.COUNTED} counted, ${rowCounts.KEPT} kept from before, ${rowCounts.CORRECTED} corrected, ` +
      `${rowCounts.ESTIMATED} estimated`,
    ...(sizeNote === null ? [] : [`some sizes are the server's statistics: ${sizeNote}`]),
    ...(binaryLog.bytes === null ? [] : [`binary log of the server, in addition: ${bytesText(binaryLog.bytes)}`]),
    ...(missingTables.length === 0 ? [] : [`missing tables: ${missingTables.join(', ')} (npm run migration:status)`]),
  ];
  return lines.join('\n');
}
