import { Command } from '@commander-js/extra-typings';
import { Logger } from '@nestjs/common';
import { AppConfig, sharedConfig } from '../../common/config/app-config.js';
import { parseDatabaseUrl } from '../../common/database/connection-options.js';
import { BackupFolder } from '../../modules/backup/backup-folder.js';
import { restoreBackup, type RestoreResult } from '../../modules/backup/restore-backup.js';
import { audited } from '../audited-command.js';
import { CliLogger } from '../cli-logger.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { plural } from '../../common/text.js';
import { folderOf, idOfBackup } from './backup-options.js';

const NOTES = `
The database must be empty. Every file of the backup is checked before anything is written; the restored rows are compared with
the backup at the end. A restore that did not finish leaves a database that no server uses: drop and create it, and restore again.`;

export const restoreCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Restores a backup into an empty database.')
      .option('--from <folder>', 'folder of the backups')
      .option('--backup <id>', 'such as 20261129T043000Z (default: the newest)', idOfBackup)
      .option('--into <url>', 'database, as in DATABASE_URL (default: the configured one)')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', NOTES),

  read: ({ from, backup, into, json = false }) => ({
    folder: folderOf('--from', from),
    id: backup ?? null,
    into: into ?? null,
    json,
  }),

  run: async ({ folder: path, id, into, json }, { terminal, stop }) => {
    const settings = sharedConfig();
    Logger.overrideLogger(new CliLogger(settings, (line) => terminal.err(line)));
    if (into !== null) parseDatabaseUrl(into);
    const config = into === null ? settings : Object.assign(new AppConfig(), settings, { DATABASE_URL: into });
    const folder = new BackupFolder(path);
    const backup = await folder.manifest(id);
    terminal.err(`Checking the files of backup ${backup.id} ...`);
    const result = await restoreBackup({
      folder,
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

  stopText: 'Stopped. The restore is not complete: drop and create the database, then restore again.',
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
