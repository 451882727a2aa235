import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { sharedConfig } from '../../common/config/app-config.js';
import { openDataSource } from '../../common/database/database.module.js';
import { executedMigrations, withSchemaLock } from '../../common/database/run-migrations.js';
import { ENTITIES, MIGRATIONS } from '../../schema.js';
import { CliLogger } from '../cli-logger.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { plural } from '../format.js';
import { runWordProgram } from '../simple-program.js';
import type { Terminal } from '../terminal.js';

const USAGE = `Changes the database schema.

  npm run migration:run      apply every migration that is missing
  npm run migration:revert   take the latest one back; tables that hold rows are kept aside, never dropped
  npm run migration:status   list them; exit code 1 while one is missing`;

export async function runMigrateProgram(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const words = ['run', 'revert', 'status'] as const;
  return runWordProgram(
    args,
    { words, usage: USAGE, run: (word) => withDatabase(terminal, (dataSource) => ACTIONS[word](dataSource, terminal)) },
    terminal,
  );
}

const ACTIONS = { run, revert, status };

/** Never migrates by itself, whatever MIGRATIONS_AUTO_RUN says. */
async function withDatabase(
  terminal: Terminal,
  work: (dataSource: DataSource) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = sharedConfig();
  Logger.overrideLogger(new CliLogger(config, (line) => terminal.err(line)));
  const dataSource = await openDataSource(config, { entities: ENTITIES, migrations: MIGRATIONS });
  try {
    return await work(dataSource);
  } finally {
    await dataSource.destroy();
  }
}

async function run(dataSource: DataSource, terminal: Terminal): Promise<ExitCode> {
  const done = await withSchemaLock(dataSource, () => dataSource.runMigrations());
  for (const { name } of done) terminal.out(`applied ${name}`);
  terminal.out(done.length === 0 ? 'The schema is up to date.' : `${plural(done.length, 'migration')} applied.`);
  return EXIT.DONE;
}

async function revert(dataSource: DataSource, terminal: Terminal): Promise<ExitCode> {
  const reverted = await withSchemaLock(dataSource, async () => {
    const latest = (await executedMigrations(dataSource)).at(-1);
    if (latest !== undefined) await dataSource.undoLastMigration();
    return latest;
  });
  terminal.out(reverted === undefined ? 'There is nothing to revert.' : `reverted ${reverted}`);
  return EXIT.DONE;
}

async function status(dataSource: DataSource, terminal: Terminal): Promise<ExitCode> {
  const applied = new Set(await executedMigrations(dataSource));
  const names = dataSource.migrations.flatMap(({ name }) => name ?? []);
  for (const name of names) terminal.out(`${applied.has(name) ? 'applied' : 'pending'}  ${name}`);
  // A newer version of the program has been here.
  const foreign = [...applied].filter((name) => !names.includes(name));
  for (const name of foreign) terminal.out(`unknown  ${name}`);
  const pending = names.filter((name) => !applied.has(name));
  terminal.out(summaryOf(pending.length, foreign.length));
  return pending.length === 0 ? EXIT.DONE : EXIT.FAILED;
}

function summaryOf(pending: number, unknown: number): string {
  if (unknown > 0) return `The schema is newer than this program, which does not know ${plural(unknown, 'migration')}.`;
  return pending === 0 ? 'The schema is up to date.' : `${plural(pending, 'migration')} pending.`;
}
