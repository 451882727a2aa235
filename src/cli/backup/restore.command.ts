import { Command } from '@commander-js/extra-typings';
import { Logger } from '@nestjs/common';
import { AppConfig, shareConfig, sharedConfig } from '../../common/config/app-config.js';
import { parseDatabaseUrl } from '../../common/database/connection-options.js';
import { backupStoreAt } from '../../modules/backup/backup-store.js';
import { restoreBackup, type RestoreResult } from '../../modules/backup/restore-backup.js';
import { audited } from '../audited-command.js';
import { CliLogger } from '../cli-logger.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { plural } from '../../common/text.js';
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

  run: async ({ folder: path, id, month, into, json }, host) => {
    const { terminal, stop } = host;
    const settings = sharedConfig();
    Logger.overrideLogger(new CliLogger(settings, (line) => terminal.err(line)));
    if (into !== null) parseDatabaseUrl(into);
    const config = into === null ? settings : Object.assign(new AppConfig(), settings, { DATABASE_URL: into });
    const store = backupStoreAt(path, () => settings);
    const backup = await store.manifest(id);
    terminal.err(`Checking the files of backup ${backup.id} ...`);
    if (month !== null) {
      shareConfig(config);
      const restored = await restoreMonth({ store, backup, month, signal: stop }, host);
      terminal.out(json ? JSON.stringify(restored) : monthText(restored));
      return EXIT.DONE;
    }
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
  },

  stopText:
    'Stopped. The restore is not complete: drop and create the database, then restore again. Of a single month, nothing was restored.',
});

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
