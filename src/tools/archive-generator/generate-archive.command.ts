import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command, Option } from '@commander-js/extra-typings';
import { type CliHost, defineCommand } from '../../cli/command.js';
import { EXIT } from '../../cli/exit-codes.js';
import { UsageError } from '../../cli/usage-error.js';
import { DEFECT_NAMES, type DefectName, EVENT_DEFECTS, FILE_DEFECTS } from './defect-catalog.js';
import {
  DEFAULT_GENERATOR_OPTIONS as DEFAULTS,
  EVENT_STYLES,
  GeneratorOptionError,
  type GeneratorOptions,
} from './generator-options.js';
import type { ArchiveManifest } from './manifest.js';
import { writeArchive } from './generate-archive.js';

const declare = () =>
  new Command()
    .description(
      'Writes a realistic archive of theme park events into a folder; the same options give the same archive.',
    )
    .option('--out <folder>', 'folder to write to; must be empty unless --overwrite')
    .option('--overwrite', 'write into a folder that is not empty (files of the same names are replaced)')
    .option('--seed <number>', 'another seed, another archive', numberOf('--seed'), DEFAULTS.seed)
    .option('--destinations <number>', 'destinations', numberOf('--destinations'), DEFAULTS.destinations)
    .option('--days <number>', 'UTC days, one file per destination and day', numberOf('--days'), DEFAULTS.days)
    .option('--start <day>', 'first UTC day, YYYY-MM-DD', DEFAULTS.start)
    .option('--rides <number>', 'rides and shows per destination', numberOf('--rides'), DEFAULTS.rides)
    .addOption(
      new Option('--style <style>', 'an event per change, or one at every step')
        .choices(EVENT_STYLES)
        .default(DEFAULTS.style),
    )
    .option(
      '--change-minutes <number>',
      'mean minutes between two changes of a ride',
      numberOf('--change-minutes'),
      DEFAULTS.changeMinutes,
    )
    .option(
      '--events-per-ride-day <number>',
      'sets the density by events instead, for benchmarks',
      numberOf('--events-per-ride-day'),
    )
    .option('--wrapped-share <share>', 'files with {"events":[...]} (default: 1/7)', numberOf('--wrapped-share'))
    .option('--gzip-share <share>', 'gzip files; the rest is zlib', numberOf('--gzip-share'), DEFAULTS.gzipShare)
    .option('--plain-share <share>', 'uncompressed files', numberOf('--plain-share'), DEFAULTS.plainShare)
    .option('--level <number>', 'compression, 0 to 9', numberOf('--level'), DEFAULTS.compressionLevel)
    .option('--defects <names>', 'defects to include: all, or comma-separated names', defectsOf)
    .option(
      '--defect-repeats <number>',
      'number of times that each defect occurs',
      numberOf('--defect-repeats'),
      DEFAULTS.defectRepeats,
    )
    .option('--bomb-bytes <number>', 'inflated size of the bomb file', numberOf('--bomb-bytes'), DEFAULTS.bombBytes)
    .option('--list-defects', 'print the defects and exit')
    .option('--manifest <file>', 'write the content of every file, as JSON')
    .option('--truth <file>', 'write every observation that an import must end up with, as NDJSON')
    .option('--json', 'print the totals as JSON');

type Options = ReturnType<ReturnType<typeof declare>['opts']>;
type Request =
  | { action: 'list-defects' }
  | {
      action: 'write';
      folder: string;
      options: Partial<GeneratorOptions>;
      overwrite: boolean;
      json: boolean;
      manifestFile: string | undefined;
      truthFile: string | undefined;
    };

export const generateArchiveCommand = defineCommand({ declare, read, run });

function read(given: Options): Request {
  const { out, overwrite = false, manifest, truth, json = false, listDefects, level, ...options } = given;
  if (listDefects === true) return { action: 'list-defects' };
  if (out === undefined) throw new UsageError('--out is required');
  return {
    action: 'write',
    folder: out,
    options: { ...options, compressionLevel: level },
    overwrite,
    json,
    manifestFile: manifest,
    truthFile: truth,
  };
}

async function run(request: Request, { terminal }: CliHost) {
  if (request.action === 'list-defects') {
    for (const line of defectLines()) terminal.out(line);
    return EXIT.DONE;
  }
  const { folder, options, overwrite, manifestFile, truthFile, json } = request;
  if (!overwrite && !(await isEmptyFolder(folder))) {
    throw new UsageError(`--out: ${folder} is not empty; use --overwrite to write into it`);
  }
  const manifest = await write(options, folder, truthFile);
  if (manifestFile !== undefined) await writeJson(manifestFile, manifest);
  if (json) terminal.out(JSON.stringify({ folder, ...manifest.totals }));
  else for (const line of summaryLines(manifest, folder)) terminal.out(line);
  return EXIT.DONE;
}

async function write(
  options: Partial<GeneratorOptions>,
  folder: string,
  truthFile: string | undefined,
): Promise<ArchiveManifest> {
  try {
    return await writeArchive(options, folder, { truthFile });
  } catch (error) {
    throw error instanceof GeneratorOptionError ? new UsageError(error.message) : error;
  }
}

function numberOf(option: string): (text: string) => number {
  return (text) => {
    if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
    throw new UsageError(`${option}: must be a number`);
  };
}

function defectsOf(text: string): readonly DefectName[] {
  if (text === 'all') return DEFECT_NAMES;
  return text.split(',').map((name) => {
    const defect = DEFECT_NAMES.find((known) => known === name.trim());
    if (!defect) throw new UsageError(`--defects: unknown defect "${name}"; see --list-defects`);
    return defect;
  });
}

function defectLines(): string[] {
  const outcomeOf = (rule: { rejected?: string; noted?: string }) =>
    rule.rejected ? `rejected: ${rule.rejected}` : rule.noted ? `kept, noted: ${rule.noted}` : 'kept';
  return [
    'Of a whole file:',
    ...Object.entries(FILE_DEFECTS).map(([name, about]) => `  ${name.padEnd(20)} ${about}`),
    'Of an event:',
    ...Object.entries(EVENT_DEFECTS).map(([name, rule]) => `  ${name.padEnd(20)} ${rule.about} (${outcomeOf(rule)})`),
  ];
}

function summaryLines({ totals, destinations, unplacedDefects }: ArchiveManifest, folder: string): string[] {
  const rejected = Object.values(totals.rejected).reduce((sum, count) => sum + count, 0);
  const lines = [
    `${totals.files} files, ${totals.events} events, ${totals.bytes} bytes (${totals.jsonBytes} inflated) in ${folder}`,
    `an import must store ${totals.observations} observations and reject ${rejected} events`,
    ...destinations.map(({ id, name, parks }) => `${id} ${name}: ${parks.map((park) => park.name).join(', ')}`),
  ];
  if (unplacedDefects.length > 0) lines.push(`no fitting event for: ${unplacedDefects.join(', ')}`);
  return lines;
}

async function writeJson(path: string, value: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
}

async function isEmptyFolder(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (hasCode(error) && error.code === 'ENOENT') return true;
    throw error;
  }
}

function hasCode(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
