import { Logger } from '@nestjs/common';
import { Command } from '@commander-js/extra-typings';
import type { DataSource } from 'typeorm';
import { sharedConfig } from '../common/config/app-config.js';
import { openDataSource } from '../common/database/database.module.js';
import {
  executedMigrations,
  refuseNewerSchema,
  runPending,
  withSchemaLock,
} from '../common/database/run-migrations.js';
import { plural } from '../common/text.js';
import { ENTITIES, MIGRATIONS } from '../schema.js';
import { audited } from './audited-command.js';
import { CliLogger } from './cli-logger.js';
import { type CliCommand, type CliHost, defineCommand } from './command.js';
import { EXIT, type ExitCode } from './exit-codes.js';

/** The result of an action, as text and for `--json`. */
interface Outcome {
  lines: string[];
  result: object;
  exitCode: ExitCode;
}

export const MIGRATE_COMMANDS = {
  run: migrateCommand('Applies all missing migrations.', run),
  revert: migrateCommand('Reverts the latest migration. Tables with rows are renamed, never dropped.', revert),
  status: migrateCommand(
    'Lists the migrations. Exit code 1 while one is missing, or the schema is newer than this program.',
    status,
  ),
} satisfies Record<string, CliCommand>;

function migrateCommand(description: string, action: (dataSource: DataSource) => Promise<Outcome>) {
  return defineCommand({
    declare: () => new Command().description(description).option('--json', 'print the result as JSON'),
    read: ({ json = false }) => ({ json }),
    run: async ({ json }, host) => {
      const { terminal } = host;
      const { lines, result, exitCode } = await withDatabase(host, action);
      terminal.out(json ? JSON.stringify({ exitCode, ...result }) : lines.join('\n'));
      return exitCode;
    },
  });
}

/** Ignores MIGRATIONS_AUTO_RUN: only the action itself migrates. */
async function withDatabase<T>({ terminal, stop }: CliHost, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const config = sharedConfig();
  Logger.overrideLogger(new CliLogger(config, (line) => terminal.err(line)));
  const dataSource = await openDataSource(config, { entities: ENTITIES, migrations: MIGRATIONS }, stop);
  try {
    return await audited(dataSource, () => work(dataSource));
  } finally {
    await dataSource.destroy();
  }
}

async function run(dataSource: DataSource): Promise<Outcome> {
  const applied = await withSchemaLock(dataSource, async () => {
    await refuseNewerSchema(dataSource);
    return runPending(dataSource);
  });
  const summary =
    applied.length === 0 ? 'The schema is up to date.' : `${plural(applied.length, 'migration')} applied.`;
  return { lines: [...applied.map((name) => `applied ${name}`), summary], result: { applied }, exitCode: EXIT.DONE };
}

async function revert(dataSource: DataSource): Promise<Outcome> {
  const reverted = await withSchemaLock(dataSource, async () => {
    await refuseNewerSchema(dataSource);
    const latest = (await executedMigrations(dataSource)).at(-1);
    if (latest !== undefined) await dataSource.undoLastMigration();
    return latest ?? null;
  });
  const line = reverted === null ? 'There is nothing to revert.' : `reverted ${reverted}`;
  return { lines: [line], result: { reverted }, exitCode: EXIT.DONE };
}

async function status(dataSource: DataSource): Promise<Outcome> {
  const executed = await executedMigrations(dataSource);
  const names = dataSource.migrations.flatMap(({ name }) => name ?? []);
  const isApplied = (name: string): boolean => executed.includes(name);
  const pending = names.filter((name) => !isApplied(name));
  // A newer version of the program applied these.
  const unknown = executed.filter((name) => !names.includes(name));
  const lines = [
    ...names.map((name) => `${isApplied(name) ? 'applied' : 'pending'}  ${name}`),
    ...unknown.map((name) => `unknown  ${name}`),
    summaryOf(pending.length, unknown.length),
  ];
  const result = { applied: names.filter(isApplied), pending, unknown };
  return { lines, result, exitCode: pending.length + unknown.length === 0 ? EXIT.DONE : EXIT.FAILED };
}

function summaryOf(pending: number, unknown: number): string {
  if (unknown > 0) return `The schema is newer than this program, which does not know ${plural(unknown, 'migration')}.`;
  return pending === 0 ? 'The schema is up to date.' : `${plural(pending, 'migration')} pending.`;
}
