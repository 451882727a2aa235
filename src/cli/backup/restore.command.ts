import { Command } from '@commander-js/extra-typings';
import { Logger } from '@nestjs/common';
import { AppConfig, ConfigurationError, shareConfig, sharedConfig } from '../../common/config/app-config.js';
import { parseDatabaseUrl } from '../../common/database/connection-options.js';
import { backupStoreAt } from '../../modules/backup/backup-store.js';
import { refuseWithoutTables, restoreBackup, type RestoreResult } from '../../modules/backup/restore-backup.js';
import { audited } from '../audited-command.js';
import { CliLogger } from '../cli-logger.js';
import { type CliHost, defineCommand } from '../command.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { failureOf, RephrasedError } from '../failure.js';
import { plural } from '../../common/text.js';
import { UsageError } from '../usage-error.js';
import { monthText, restoreMonth } from './restore-month.js';
import { folderOf, idOfBackup, LOCATION, monthOption } from './backup-options.js';

const NOTES = `
The database must be empty; with --month, only the month must be, or have the rows of the backup. Every file of the backup is checked before anything is written; the restored rows are compared with
the backup at the end. A restore that did not finish leaves a database that no server uses: drop and create it, and restore again.`;

export const restoreCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Restores a backup into an empty database, or a month of it.')
      .option('--from <folder>', LOCATION)
      .option('--backup <id>', 'such as 20261129T043000Z (default: the newest)', idOfBackup)
      .option(
        '--month <month>',
        'only the observations of a month (UTC), such as 2026-07, into a database that has none of it',
      )
      .option('--into <url>', 'database, as in DATABASE_URL (default: the configured one)')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', NOTES),

  read: ({ from, backup, month, into, json = false }) => ({
    folder: folderOf('--from', from),
    id: backup ?? null,
    month: month === undefined ? null : monthOption(month),
    into: into ?? null,
    json,
  }),

  run: ({ into, ...given }, host) =>
    into === null ? restore(given, sharedConfig(), host) : restoreInto(into, given, host),

  stopText:
    'Stopped. The restore is not complete: drop and create the database, then restore again. Of a single month, nothing was restored.',
});

interface Given {
  folder: string;
  id: string | null;
  month: string | null;
  json: boolean;
}

/** Errors that name DATABASE_URL are about the URL of the option here. */
async function restoreInto(url: string, given: Given, host: CliHost): Promise<ExitCode> {
  const naming = (message: string) => message.replaceAll('DATABASE_URL', '--into');
  try {
    parseDatabaseUrl(url);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(naming(error.problems.join('; ')));
    throw error;
  }
  const config = Object.assign(new AppConfig(), sharedConfig(), { DATABASE_URL: url });
  try {
    return await restore(given, config, host);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure.message.includes('DATABASE_URL')) throw error;
    throw new RephrasedError({ ...failure, message: naming(failure.message) }, { cause: error });
  }
}

async function restore({ folder, id, month, json }: Given, config: AppConfig, host: CliHost): Promise<ExitCode> {
  const { terminal, stop } = host;
  const settings = sharedConfig();
  Logger.overrideLogger(new CliLogger(settings, (line) => terminal.err(line)));
  const store = backupStoreAt(folder, () => settings);
  const backup = await store.manifest(id);
  if (month !== null) {
    await refuseWithoutTables(config, stop);
    terminal.err(`Checking the files of ${month} in backup ${backup.id} ...`);
    shareConfig(config);
    const restored = await restoreMonth({ store, backup, month, signal: stop }, host);
    terminal.out(json ? JSON.stringify(restored) : monthText(restored));
    return EXIT.DONE;
  }
  terminal.err(`Checking the files of backup ${backup.id} ...`);
  const result = await restoreBackup({
    store,
    backup,
    config,
    signal: stop,
    onRestored: (dataSource) => audited(dataSource, () => Promise.resolve()),
    onTable: ({ table, rows }) => {
      if (rows > 0) terminal.err(`${table}: ${plural(rows, 'row')}`);
    },
  });
  terminal.out(json ? JSON.stringify(result) : resultText(result));
  return EXIT.DONE;
}

function resultText({ id, takenAt, rows, tables, migrated, areValuesCompared }: RestoreResult): string {
  const compared = areValuesCompared
    ? 'All values are those of the backup.'
    : 'The numbers of rows are those of the backup; values were not compared, because the backup is of another kind of server.';
  const migration = migrated.length === 0 ? [] : [`${plural(migrated.length, 'migration')} applied since.`];
  return [
    `Restored ${plural(rows, 'row')} in ${plural(tables, 'table')} from backup ${id}, as of ${takenAt}.`,
    compared,
    ...migration,
  ].join('\n');
}
