import { type INestApplicationContext, Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { plural } from '../common/text.js';
import { CoreModule } from '../core.module.js';
import { PartitionsModule } from '../modules/snapshots/partitions/partitions.module.js';
import { PartitionStatusService } from '../modules/snapshots/partitions/partition-status.service.js';
import { PartitionService } from '../modules/snapshots/partitions/partition.service.js';
import { type CliCommand, defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';
import { inContext, refuseClockAhead } from './nest-context.js';
import type { Terminal } from './terminal.js';
import { partitionsText } from './partitions-view.js';

@Module({ imports: [CoreModule, PartitionsModule] })
class PartitionsCliModule {}

/** Changes the partitions. Writes results to `out`, and announces long work on `err`. */
type Change = (partitions: PartitionService, to: Pick<Terminal, 'out' | 'err'>) => Promise<void>;

export const PARTITION_COMMANDS = {
  status: partitionsCommand('Lists the partitions, their sizes, and the rows outside every month.', null),
  ensure: partitionsCommand(
    'Creates missing partitions and moves stray rows to their month.',
    async (partitions, { out }) => {
      for (const { table, created, rescuedRows, strandedRows } of await partitions.ensure()) {
        out(
          `${table}: ${plural(created, 'partition')} created, ${plural(rescuedRows, 'stray row')} moved, ` +
            `${plural(strandedRows, 'row')} dated absurdly far away`,
        );
      }
    },
  ),
  remove: partitionsCommand(
    'Turns the tables into plain ones. Writers wait meanwhile, no row is lost.',
    (partitions, { err }) => {
      err('Removing the partitioning; this copies the tables and takes a while ...');
      return partitions.removePartitioning();
    },
  ),
  apply: partitionsCommand(
    'Partitions plain tables again, see docs/partitioning-rollback.md.',
    (partitions, { err }) => {
      err('Partitioning the tables; this copies them and takes a while ...');
      return partitions.applyPartitioning();
    },
  ),
  compress: partitionsCommand(
    'Reduces the size on disk, on MariaDB to less than half. Writers continue; the disk needs room for a copy of the larger table.',
    rebuild(true),
  ),
  uncompress: partitionsCommand('Rebuilds the tables without compression.', rebuild(false)),
} satisfies Record<string, CliCommand>;

function rebuild(compressed: boolean): Change {
  return (partitions, { err }) => {
    err('Rebuilding the tables; this takes a while ...');
    return partitions.setPageCompression(compressed);
  };
}

/** Each command prints the state of the partitions at its end; only `status` lists each partition. */
function partitionsCommand(description: string, change: Change | null) {
  return defineCommand({
    declare: () => new Command().description(description).option('--json', 'print the partitions as JSON'),
    read: ({ json = false }) => ({ json }),
    run: ({ json }, { terminal, stop }) =>
      inContext(PartitionsCliModule, { terminal, stop }, async (context: INestApplicationContext) => {
        const err = (line: string): void => terminal.err(line);
        const out = (line: string): void => (json ? terminal.err(line) : terminal.out(line));
        if (change !== null) await refuseClockAhead(context);
        await change?.(context.get(PartitionService, { strict: false }), { out, err });
        const tables = await context.get(PartitionStatusService, { strict: false }).status();
        terminal.out(json ? JSON.stringify({ tables }) : partitionsText(tables, change === null));
        return EXIT.DONE;
      }),
  });
}
