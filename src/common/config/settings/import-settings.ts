import { about, whole } from './setting-types.js';

export const IMPORT_SETTINGS = {
  IMPORT_BATCH_SIZE: about(whole(1, 50_000).default(5_000), 'Rows in one INSERT statement.'),
  IMPORT_CHECKPOINT_INTERVAL: about(
    whole(0, 100).default(0),
    'Files per transaction; a checkpoint is stored with each. 0: one, and more where a commit takes long, as on a cluster.',
  ),
  IMPORT_CONCURRENCY: about(
    whole(1, 16).default(2),
    'Imports (of different destinations) that run in one process at the same time.',
  ),
  IMPORT_PARSE_WORKERS: about(whole(1, 16).default(1), 'Threads that inflate and parse the files of one import.'),
  IMPORT_PREFETCH_FILES: about(whole(1, 64).default(6), 'Files that are fetched ahead of the one being written.'),
  IMPORT_LEASE_SECONDS: about(
    whole(3, 600).default(30),
    'Seconds without a renewal of its lease after which another process may take over an import.',
  ),
};
