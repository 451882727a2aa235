import type { CliCommand } from './command.js';

/** An entry in the list of commands. The command itself is loaded only if it is used, because each loads other modules. */
export interface CommandEntry {
  /** One or two words. */
  path: string;
  summary: string;
  /** The script of package.json that runs it. */
  npmScript: string;
  load: () => Promise<CliCommand>;
  /** The production image does not contain its code. */
  isDevelopmentTool?: true;
}

const partitions = async () => (await import('./partitions.command.js')).PARTITION_COMMANDS;
const keys = async () => (await import('./keys.command.js')).KEY_COMMANDS;
const migrate = async () => (await import('./migrate.command.js')).MIGRATE_COMMANDS;

export const COMMANDS: readonly CommandEntry[] = [
  {
    path: 'import',
    summary: 'imports history from the archive',
    npmScript: 'import',
    load: async () => (await import('./import/import.command.js')).importCommand,
  },
  {
    path: 'collect',
    summary: 'collects live data once',
    npmScript: 'collect',
    load: async () => (await import('./collect.command.js')).collectCommand,
  },
  {
    path: 'catalog sync',
    summary: 'updates destinations, parks, rides and schedules from the live API',
    npmScript: 'catalog:sync',
    load: async () => (await import('./catalog-sync.command.js')).catalogSyncCommand,
  },
  {
    path: 'catalog import',
    summary: 'imports the rides of your own catalogue from a CSV file',
    npmScript: 'catalog:import',
    load: async () => (await import('./catalog-import.command.js')).catalogImportCommand,
  },
  {
    path: 'metadata sync',
    summary: 'updates positions, heights and tags of rides from the live API',
    npmScript: 'metadata:sync',
    load: async () => (await import('./metadata-sync.command.js')).metadataSyncCommand,
  },
  {
    path: 'schedule past',
    summary: 'reads the published schedules of past months',
    npmScript: 'schedule:past',
    load: async () => (await import('./schedule-past.command.js')).schedulePastCommand,
  },
  {
    path: 'stats refresh',
    summary: 'computes the statistics of all invalidated park-days',
    npmScript: 'stats:refresh',
    load: async () => (await import('./statistics/statistics.command.js')).refreshCommand,
  },
  {
    path: 'stats recompute',
    summary: 'invalidates park-days and computes their statistics again',
    npmScript: 'stats:recompute',
    load: async () => (await import('./statistics/statistics.command.js')).recomputeCommand,
  },
  {
    path: 'quality check',
    summary: 'looks for gaps and anomalies in the stored data',
    npmScript: 'quality:check',
    load: async () => (await import('./quality-check.command.js')).qualityCheckCommand,
  },
  {
    path: 'history reconcile',
    summary: 'compares daily figures with those of ThemeParks.wiki',
    npmScript: 'history:reconcile',
    load: async () => (await import('./history-reconcile.command.js')).historyReconcileCommand,
  },
  {
    path: 'drift',
    summary: 'looks for changes in the shape of received responses',
    npmScript: 'drift',
    load: async () => (await import('./drift.command.js')).driftCommand,
  },
  {
    path: 'export',
    summary: 'writes stored data into a file, or all of it into a folder',
    npmScript: 'export',
    load: async () => (await import('./export/export.command.js')).exportCommand,
  },
  {
    path: 'backup',
    summary: 'writes a backup of the whole database into a folder or bucket',
    npmScript: 'backup',
    load: async () => (await import('./backup/backup.command.js')).backupCommand,
  },
  {
    path: 'backup list',
    summary: 'lists the backups in a folder or bucket',
    npmScript: 'backup:list',
    load: async () => (await import('./backup/backup.command.js')).listCommand,
  },
  {
    path: 'backup verify',
    summary: 'checks every file of a backup',
    npmScript: 'backup:verify',
    load: async () => (await import('./backup/backup.command.js')).verifyCommand,
  },
  {
    path: 'restore',
    summary: 'restores a backup into an empty database',
    npmScript: 'restore',
    load: async () => (await import('./backup/restore.command.js')).restoreCommand,
  },
  {
    path: 'storage measure',
    summary: 'measures the size of the database now',
    npmScript: 'storage:measure',
    load: async () => (await import('./storage/storage.command.js')).measureCommand,
  },
  {
    path: 'storage report',
    summary: 'prints sizes, growth, projections and alerts',
    npmScript: 'storage:report',
    load: async () => (await import('./storage/storage.command.js')).reportCommand,
  },
  partitionEntry('status', 'lists the partitions, their sizes, and rows outside every month'),
  partitionEntry('ensure', 'creates missing partitions and moves stray rows to their month'),
  partitionEntry('remove', 'turns the tables into plain ones; writers wait, no row is lost'),
  partitionEntry('apply', 'partitions plain tables again (docs/partitioning-rollback.md)'),
  partitionEntry('compress', 'reduces the size on disk, on MariaDB to less than half; writers continue'),
  partitionEntry('uncompress', 'rebuilds the tables without compression'),
  {
    path: 'alerts test',
    summary: 'sends a test alert by each configured channel',
    npmScript: 'alerts:test',
    load: async () => (await import('./alerts-test.command.js')).alertsTestCommand,
  },
  keysEntry('list', 'lists the API keys'),
  keysEntry('create', 'creates an API key and prints it, this once'),
  keysEntry('revoke', 'revokes an API key and its sessions'),
  migrateEntry('run', 'applies all missing migrations'),
  migrateEntry('revert', 'reverts the latest migration; tables with rows are renamed, never dropped'),
  migrateEntry('status', 'lists the migrations; exit code 1 while one is missing'),
  {
    path: 'doctor',
    summary: 'checks the installation, and repairs what a wrong clock has stored',
    npmScript: 'doctor',
    load: async () => (await import('./doctor/doctor.command.js')).doctorCommand,
  },
  {
    path: 'upgrade check',
    summary: 'checks before an upgrade what it would change; changes nothing',
    npmScript: 'upgrade:check',
    load: async () => (await import('./upgrade/upgrade.command.js')).upgradeCheckCommand,
  },
  {
    path: 'demo',
    summary: 'shows everything on generated data',
    npmScript: 'demo',
    load: async () => (await import('../demo/demo.command.js')).demoCommand,
    isDevelopmentTool: true,
  },
  {
    path: 'simulate-api',
    summary: 'serves the live API of an invented world',
    npmScript: 'simulate-api',
    load: async () => (await import('../tools/api-simulator/simulate-api.command.js')).simulateApiCommand,
    isDevelopmentTool: true,
  },
  {
    path: 'generate-archive',
    summary: 'writes an invented archive into a folder',
    npmScript: 'generate-archive',
    load: async () => (await import('../tools/archive-generator/generate-archive.command.js')).generateArchiveCommand,
    isDevelopmentTool: true,
  },
  {
    path: 'serve-archive',
    summary: 'serves an archive folder over the S3 protocol',
    npmScript: 'serve-archive',
    load: async () => (await import('../tools/archive-server/serve-archive.command.js')).serveArchiveCommand,
    isDevelopmentTool: true,
  },
];

function partitionEntry(word: keyof Awaited<ReturnType<typeof partitions>>, summary: string): CommandEntry {
  return { path: `partitions ${word}`, summary, npmScript: 'partitions', load: async () => (await partitions())[word] };
}

function keysEntry(word: keyof Awaited<ReturnType<typeof keys>>, summary: string): CommandEntry {
  return { path: `keys ${word}`, summary, npmScript: 'keys', load: async () => (await keys())[word] };
}

function migrateEntry(word: keyof Awaited<ReturnType<typeof migrate>>, summary: string): CommandEntry {
  return {
    path: `migrate ${word}`,
    summary,
    npmScript: `migration:${word}`,
    load: async () => (await migrate())[word],
  };
}
