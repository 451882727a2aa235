import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { UsageError } from '../../cli/usage-error.js';
import { type CliRequest, parseCommandLine } from './cli-options.js';
import { EVENT_DEFECTS, FILE_DEFECTS } from './defect-catalog.js';
import { DEFAULT_GENERATOR_OPTIONS as DEFAULTS, GeneratorOptionError } from './generator-options.js';
import type { ArchiveManifest } from './manifest.js';
import { writeArchive } from './write-archive.js';

export interface CliOutput {
  out(line: string): void;
  error(line: string): void;
}

const HELP = `Writes a realistic archive of theme park events into a folder, the same for the same options.

  npm run generate-archive -- --out DIR [options]

  --out DIR                  folder to write to; must be empty unless --overwrite
  --overwrite                write into a folder that is not empty (files of the same names are replaced)
  --seed N                   (${DEFAULTS.seed}) another seed, another archive
  --destinations N           (${DEFAULTS.destinations})
  --days N                   (${DEFAULTS.days}) UTC days, one file per destination and day
  --start YYYY-MM-DD         (${DEFAULTS.start}) first UTC day
  --rides N                  (${DEFAULTS.rides}) rides and shows per destination
  --style log|sampled        (${DEFAULTS.style}) an event per change, or one at every step
  --change-minutes N         (${DEFAULTS.changeMinutes}) mean minutes between two changes of a ride
  --events-per-ride-day N    sets the density by events instead, for benchmarks
  --wrapped-share S          (1/7) share of files with {"events":[...]}, from 0 to 1
  --gzip-share S             (${DEFAULTS.gzipShare}) share of gzip files; the rest is zlib
  --plain-share S            (${DEFAULTS.plainShare}) share of uncompressed files
  --level N                  (${DEFAULTS.compressionLevel}) compression, 0 to 9
  --defects all|NAME,NAME    put these defects in
  --defect-repeats N         (${DEFAULTS.defectRepeats}) how often each
  --bomb-bytes N             (${DEFAULTS.bombBytes}) inflated size of the bomb file
  --list-defects             print the defects and end
  --manifest FILE            write what is in every file, as JSON
  --truth FILE               write every observation that an import must end up with, as NDJSON
  --help                     print this and end

Exit codes: 0 done, 1 failed, 2 wrong usage.`;

/** The command; returns its exit code. */
export async function runGenerateArchive(args: string[], output: CliOutput): Promise<number> {
  try {
    return await perform(parseCommandLine(args), output);
  } catch (error) {
    if (error instanceof GeneratorOptionError || error instanceof UsageError) {
      output.error(error.message);
      output.error('Run with --help for the options.');
      return 2;
    }
    output.error(isNativeError(error) ? error.message : String(error));
    return 1;
  }
}

async function perform(request: CliRequest, output: CliOutput): Promise<number> {
  switch (request.action) {
    case 'help':
      output.out(HELP);
      return 0;
    case 'list-defects':
      for (const line of defectLines()) output.out(line);
      return 0;
    case 'write': {
      if (!request.overwrite && !(await isEmptyFolder(request.folder))) {
        throw new GeneratorOptionError('--out', `${request.folder} is not empty (--overwrite writes into it)`);
      }
      const manifest = await writeArchive(request.options, request.folder, { truthFile: request.truthFile });
      if (request.manifestFile) await writeJson(request.manifestFile, manifest);
      for (const line of summaryLines(manifest, request.folder)) output.out(line);
      return 0;
    }
  }
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
