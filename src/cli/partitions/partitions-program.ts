import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { sharedConfig } from '../../common/config/app-config.js';
import { CoreModule } from '../../core.module.js';
import { PartitionStatusModule } from '../../modules/snapshots/partitions/partition-status.module.js';
import { PartitionStatusService } from '../../modules/snapshots/partitions/partition-status.service.js';
import { PartitionService } from '../../modules/snapshots/partitions/partition.service.js';
import { SnapshotsModule } from '../../modules/snapshots/snapshots.module.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { plural } from '../format.js';
import { runWordProgram } from '../simple-program.js';
import type { Terminal } from '../terminal.js';
import { partitionsText } from './partitions-view.js';

const USAGE = `Looks after the monthly partitions of the observation tables.

  npm run partitions -- status   partitions, their sizes, and what lies outside every month
  npm run partitions -- ensure   create what is missing and move stray rows to their month
  npm run partitions -- remove   back to plain tables: writers wait meanwhile, no row is lost
  npm run partitions -- apply    partition plain tables again (see docs/partitioning-rollback.md)
  npm run partitions -- compress    half the bytes on disk (MariaDB only): rebuilds the tables, writers wait meanwhile
  npm run partitions -- uncompress  rebuilds them without compression`;

@Module({ imports: [CoreModule, PartitionStatusModule, SnapshotsModule] })
class PartitionsCliModule {}

export async function runPartitionsProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const words = ['status', 'ensure', 'remove', 'apply', 'compress', 'uncompress'] as const;
  const run = async (word: (typeof words)[number]): Promise<ExitCode> => {
    const logger = new CliLogger(sharedConfig(), (line) => terminal.err(line));
    const context = await NestFactory.createApplicationContext(PartitionsCliModule, { logger, abortOnError: false });
    try {
      if (word !== 'status') await change(word, context.get(PartitionService, { strict: false }), terminal);
      const statuses = await context.get(PartitionStatusService, { strict: false }).status();
      terminal.out(partitionsText(statuses, word === 'status'));
      return EXIT.DONE;
    } finally {
      await context.close();
    }
  };
  return runWordProgram(args, { words, usage: USAGE, run }, terminal);
}

async function change(
  word: 'ensure' | 'remove' | 'apply' | 'compress' | 'uncompress',
  partitions: PartitionService,
  terminal: Terminal,
): Promise<void> {
  switch (word) {
    case 'ensure':
      for (const { table, created, rescuedRows, strandedRows } of await partitions.ensure()) {
        terminal.out(
          `${table}: ${plural(created, 'partition')} created, ${plural(rescuedRows, 'stray row')} moved, ` +
            `${plural(strandedRows, 'row')} dated absurdly far away`,
        );
      }
      return;
    case 'remove':
      terminal.err('Removing the partitioning; this copies the tables and takes a while ...');
      return partitions.removePartitioning();
    case 'apply':
      terminal.err('Partitioning the tables; this copies them and takes a while ...');
      return partitions.applyPartitioning();
    case 'compress':
    case 'uncompress':
      terminal.err('Rebuilding the tables; this takes a while ...');
      return partitions.setPageCompression(word === 'compress');
  }
}
