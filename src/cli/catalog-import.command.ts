import { readFile } from 'node:fs/promises';
import { isNativeError } from 'node:util/types';
import { Command } from '@commander-js/extra-typings';
import { Module } from '@nestjs/common';
import { CoreModule } from '../core.module.js';
import { CatalogImport, type CatalogImportReport } from '../modules/own-catalog/catalog-import.service.js';
import {
  CATALOG_SOURCE_PATTERN,
  CATALOG_SOURCE_RULE,
  DEFAULT_CATALOG_SOURCE,
} from '../modules/own-catalog/own-catalog.dto.js';
import { OwnCatalogModule } from '../modules/own-catalog/own-catalog.module.js';
import { defineCommand } from './command.js';
import { EXIT } from './exit-codes.js';
import { count, plural } from '../common/text.js';
import { inContext } from './nest-context.js';
import { UsageError } from './usage-error.js';

const NOTES = `
The file has a header and one line per ride, separated by commas, semicolons or tabs:
  park                 internal id, UUID, slug or name of the park
  own_id, name         the id of the ride in your catalogue, and its name
  themeparks_wiki_id   optional: the UUID of the ride at ThemeParks.wiki
  latitude, longitude  optional: degrees
  entity_type          optional: ATTRACTION, SHOW, RESTAURANT or HOTEL
  internal_id          optional: the operator's id, as events of the archive have it; the import matches by it
  destination, park_name, timezone
                       optional: a park that is unknown is created if the line has the UUIDs of park and destination

Example:
  npm run catalog:import -- catalog.csv --dry-run

Bad lines are listed with their number, all others are imported. A bad position or type is listed too, and its ride imported without
it. The same file again changes nothing. Exit code 3 means that some lines or values were not used.`;

@Module({ imports: [CoreModule, OwnCatalogModule] })
class CatalogImportCliModule {}

export const catalogImportCommand = defineCommand({
  declare: () =>
    new Command()
      .description('Imports the rides of your own catalogue, with or without UUIDs, from a CSV file.')
      .argument('<file>', 'the CSV file')
      .option(
        '--source <name>',
        'name of the catalogue: own ids are unique within it',
        sourceOf,
        DEFAULT_CATALOG_SOURCE,
      )
      .option('--dry-run', 'report what would be done, and change nothing')
      .option('--json', 'print the report as JSON')
      .addHelpText('after', NOTES),

  read: ({ source, dryRun = false, json = false }, file) => ({ file, json, options: { source, dryRun } }),

  run: async ({ file, options, json }, { terminal, stop }) => {
    const csv = await textOf(file);
    return inContext(CatalogImportCliModule, { terminal, stop }, async (context) => {
      stop.throwIfAborted();
      const report = await context.get(CatalogImport, { strict: false }).import(csv, options);
      terminal.out(json ? JSON.stringify(report) : summaryOf(report));
      const rejected = [...report.problems, ...report.warnings].sort((one, other) => one.line - other.line);
      for (const { line, message } of rejected) terminal.err(`${file}:${line}: ${message}`);
      return rejected.length === 0 ? EXIT.DONE : EXIT.REJECTED_DATA;
    });
  },
});

function summaryOf(report: CatalogImportReport): string {
  const { dryRun, lines, created, joined, updated, unchanged, problems, warnings } = report;
  const values = warnings.length === 0 ? '' : `, ${plural(warnings.length, 'value')} not used`;
  const done =
    `${count(created)} new, ${count(joined)} joined with known rides, ${count(updated)} updated, ` +
    `${count(unchanged)} unchanged, ${plural(problems.length, 'line')} not used${values}`;
  return `${plural(lines, 'line')}: ${done}${dryRun ? '. Nothing was changed (--dry-run)' : ''}`;
}

function sourceOf(text: string): string {
  const source = text.toUpperCase();
  if (CATALOG_SOURCE_PATTERN.test(source)) return source;
  throw new UsageError(`--source must be ${CATALOG_SOURCE_RULE}, not "${text}"`);
}

async function textOf(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (error) {
    if (error instanceof TypeError && !('errno' in error)) throw new UsageError(`${path} is not UTF-8`);
    const code = isNativeError(error) && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(`${path} cannot be read (${code === 'ENOENT' ? 'no such file' : code})`);
  }
}
