import { about, whole } from './setting-types.js';

export const EXPORT_SETTINGS = {
  EXPORT_CONCURRENCY: about(
    whole(1, 100).default(2),
    'Exports that run in one process at the same time; each uses a connection of the pool.',
  ),
  EXPORT_MAX_MINUTES: about(whole(1, 1440).default(60), 'Minutes after which an export is ended, complete or not.'),
};
