import { readFile } from 'node:fs/promises';
import { isNativeError } from 'node:util/types';
import { Injectable } from '@nestjs/common';
import { count, plural } from '../../common/text.js';
import { parseMappingCsv } from '../../modules/catalog/mappings/mapping-csv.js';
import { MappingService } from '../../modules/catalog/mappings/mapping.service.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

const NOTHING_DONE = 'Nothing was applied or imported.';

/** `--mappings FILE`: reports every invalid line of the file; no import starts if there is any. */
@Injectable()
export class MappingFile {
  constructor(private readonly mappings: MappingService) {}

  /** @throws UsageError if the file cannot be read or has an invalid line; then nothing is applied */
  async read(path: string): Promise<void> {
    const parsed = parseMappingCsv(await textOf(path));
    refuse(path, parsed.problems);
  }

  /** @throws UsageError even if only one line names a ride that does not exist; then nothing is applied */
  async apply(path: string, terminal: Terminal): Promise<void> {
    // The other lines are checked even if one is invalid, so that all errors are reported at once.
    const parsed = parseMappingCsv(await textOf(path));
    const { applied, unchanged, unknownIds, problems } = await this.mappings.applyCsv(parsed);
    refuse(path, problems);
    const before = unchanged === 0 ? '' : `, ${count(unchanged)} already present`;
    terminal.err(`${path}: ${plural(applied, 'mapping')} applied${before}`);
    if (unknownIds > 0) {
      terminal.err(
        `  ${plural(unknownIds, 'of its UUIDs has', 'of its UUIDs have')} not been read yet: mapped ahead of the import`,
      );
    }
  }
}

function refuse(path: string, problems: readonly { line: number; message: string }[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ line, message }) => `  ${path}:${line}: ${message}`);
  throw new UsageError(
    `--mappings: ${plural(problems.length, 'line')} cannot be used. ${NOTHING_DONE}\n${lines.join('\n')}`,
  );
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = isNativeError(error) && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(`--mappings: ${path} cannot be read (${code === 'ENOENT' ? 'no such file' : code})`);
  }
}
