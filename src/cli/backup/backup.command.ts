import { Module } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import { CoreModule } from '../../core.module.js';
import { AppConfig, shareConfig, sharedConfig } from '../../common/config/app-config.js';
import { backupStoreAt } from '../../modules/backup/backup-store.js';
import { BackupModule } from '../../modules/backup/backup.module.js';
import { type BackupProgress, type BackupResult, BackupService } from '../../modules/backup/backup.service.js';
import { ManifestError, partsOf, sizeOf } from '../../modules/backup/manifest.js';
import { type VerifiedBackup, verifyBackup } from '../../modules/backup/verify-backup.js';
import { defineCommand } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { bytesText, plural } from '../../common/text.js';
import { inContext } from '../nest-context.js';
import { wholeNumberOf } from '../option-values.js';
import { folderOf, idOfBackup, LOCATION } from './backup-options.js';

const MAX_KEPT = 10_000;

const NOTES = `
Everything else continues meanwhile: the backup has the data as of the instant at which it began. Months that an earlier backup in
the folder has are not written again, unless with --full. See docs/backup.md, backup list, backup verify and restore.`;

@Module({ imports: [CoreModule, BackupModule] })
class BackupCliModule {}

export const backupCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Writes a backup of the whole database into a folder or a bucket.')
      .option('-o, --out <folder>', `${LOCATION}; a folder is made if it does not exist`)
      .option('--full', 'write everything, even months that an earlier backup in the folder has')
      .option('--keep <number>', 'remove all but this many backups afterwards', wholeNumberOf('--keep', 1, MAX_KEPT))
      .option('--json', 'print the result as JSON')
      .addHelpText('after', NOTES),

  read: ({ out, full = false, keep, json = false }) => ({
    folder: folderOf('--out', out),
    full,
    keep: keep ?? null,
    json,
  }),

  run: ({ folder, full, keep, json }, { terminal, stop }) => {
    // An old version may run on the database while this one, the next, backs it up.
    shareConfig(Object.assign(new AppConfig(), sharedConfig(), { MIGRATIONS_AUTO_RUN: false }));
    return inContext(BackupCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      const service = context.get(BackupService, { strict: false });
      const onPart = (progress: BackupProgress): void => {
        if (progress.isWritten) terminal.err(partText(progress));
      };
      const request = { folder, full, keep, signal: stop, onPart };
      const result = await service.run(request);
      terminal.out(json ? JSON.stringify(result) : resultText(folder, result));
      return EXIT.DONE;
    });
  },

  stopText: 'Stopped. The backup is not complete; earlier ones in the folder are unchanged.',
});

export const listCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Lists the backups in a folder or a bucket.')
      .option('--from <folder>', LOCATION)
      .option('--json', 'print the list as JSON'),

  read: ({ from, json = false }) => ({ folder: folderOf('--from', from), json }),

  run: async ({ folder, json }, { terminal }) => {
    const backups = backupStoreAt(folder, sharedConfig);
    const listed = [];
    const unreadable = [];
    for (const id of await backups.ids()) {
      const backup = await backups.readable(id);
      if (backup instanceof ManifestError) {
        unreadable.push({ id, reason: backup.message });
        continue;
      }
      const { takenAt, programVersion, madeOn } = backup;
      listed.push({ id, takenAt, ...sizeOf(partsOf(backup)), programVersion, madeOn });
    }
    if (json) terminal.out(JSON.stringify({ backups: listed, unreadable }));
    else {
      for (const { id, rows, bytes } of listed) terminal.out(`${id}  ${plural(rows, 'row')}, ${bytesText(bytes)}`);
      for (const { id, reason } of unreadable) terminal.out(`${id}  ${reason}`);
      if (listed.length + unreadable.length === 0) terminal.out(`There is no backup in ${folder}.`);
    }
    if (unreadable.length > 0) return EXIT.FAILED;
    return listed.length === 0 ? EXIT.NO_DATA : EXIT.DONE;
  },
});

export const verifyCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Reads a backup, and checks that every file is the one that was written. Needs no database.')
      .option('--from <folder>', LOCATION)
      .option('--backup <id>', 'such as 20261129T043000Z (default: the newest)', idOfBackup)
      .option('--json', 'print the result as JSON'),

  read: ({ from, backup, json = false }) => ({ folder: folderOf('--from', from), id: backup ?? null, json }),

  run: async ({ folder, id, json }, { terminal, stop }) => {
    const backups = backupStoreAt(folder, sharedConfig);
    const verified = await verifyBackup(backups, await backups.manifest(id), stop);
    terminal.out(json ? JSON.stringify(verified) : verifiedText(folder, verified));
    return verified.damages.length === 0 ? EXIT.DONE : EXIT.FAILED;
  },

  stopText: 'Stopped.',
});

const partText = ({ table, partition, rows }: BackupProgress): string =>
  `${table}${partition === null ? '' : ` ${partition}`}: ${plural(rows, 'row')}`;

function resultText(folder: string, { id, rows, bytes, writtenRows, writtenBytes, removed }: BackupResult): string {
  const lines = [
    `Backup ${id} in ${folder}: ${plural(rows, 'row')}, ${bytesText(bytes)}.`,
    `Of these, ${plural(writtenRows, 'row')} were written (${bytesText(writtenBytes)}); earlier backups have the others.`,
  ];
  if (removed.length > 0) lines.push(`Removed: ${removed.join(', ')}.`);
  return lines.join('\n');
}

function verifiedText(folder: string, { id, rows, bytes, files, damages }: VerifiedBackup): string {
  if (damages.length > 0) {
    const advice = `Write all files again with "npm run backup -- --out ${folder} --full": other backups may share these.`;
    return [`Backup ${id} cannot be restored:`, ...damages, advice].join('\n');
  }
  return `Backup ${id} is whole: ${plural(files, 'file')}, ${plural(rows, 'row')}, ${bytesText(bytes)}.`;
}
