import { about, cron, text, whole } from './setting-types.js';

export const BACKUP_SETTINGS = {
  BACKUP_FOLDER: about(
    text(1).optional(),
    'Folder for scheduled backups, on another disk than the database. Unset: no scheduled backups.',
  ),
  BACKUP_CRON: about(
    cron().default('30 4 * * *'),
    'When a scheduled backup begins, as a cron expression in UTC. Months that have not changed are not written again.',
  ),
  BACKUP_KEEP: about(
    whole(1, 10_000).default(14),
    'How many backups to keep in the folder; older ones are removed after a scheduled backup.',
  ),
};
