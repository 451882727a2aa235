import { BACKUP_LOCATION_RULE, isBackupLocation } from '../../common/config/compound-settings.js';
import { UsageError } from '../usage-error.js';

/** Description of --out and --from. */
export const LOCATION = 'folder of the backups, or s3://bucket/prefix';

export function folderOf(option: string, folder: string | undefined): string {
  if (folder === undefined || folder === '')
    throw new UsageError(`${option} requires the path of a folder, or s3://bucket/prefix`);
  if (!isBackupLocation(folder)) throw new UsageError(`${option} ${BACKUP_LOCATION_RULE}, not "${folder}"`);
  return folder;
}

export function idOfBackup(text: string): string {
  if (/^\d{8}T\d{6}Z$/.test(text)) return text;
  throw new UsageError(`--backup must be the id of a backup, such as 20261129T043000Z, not "${text}"`);
}

export function monthOption(text: string): string {
  if (/^20\d{2}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new UsageError(`--month must be a month, such as 2026-07, not "${text}"`);
}
