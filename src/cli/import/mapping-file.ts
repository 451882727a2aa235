import { readFile } from 'node:fs/promises';
import { isNativeError } from 'node:util/types';
import { Injectable } from '@nestjs/common';
import { parseMappingCsv } from '../../modules/catalog/mappings/mapping-csv.js';
import { MappingService } from '../../modules/catalog/mappings/mapping.service.js';
import { count, plural } from '../format.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

const NOTHING_DONE = 'Nothing was applied or imported.';

/** `--mappings FILE`: a broken file is named line by line, and no import begins with it. */
@Injectable()
export class MappingFile {
  constructor(private readonly mappings: MappingService) {}

  /** @throws UsageError where the file cannot be read, or has a line that is wrong: then nothing is applied. */
  async read(path: string): Promise<void> {
    const parsed = parseMappingCsv(await textOf(path));
    refuse(path, parsed.problems);
  }

  /** @throws UsageError also where a line speaks of a ride that does not exist: then too nothing is applied. */
  async apply(path: string, terminal: Terminal): Promise<void> {
    // with a line that cannot be read the others are looked at too, so that all that is wrong is said at once
    const parsed = parseMappingCsv(await textOf(path));
    const { applied, unchanged, unknownIds, problems } = await this.mappings.applyCsv(parsed);
    refuse(path, problems);
    const before = unchanged === 0 ? '' : `, ${count(unchanged)} there before`;
    terminal.err(`${path}: ${plural(applied, 'mapping')} applied${before}`);
    if (unknownIds > 0) {
      terminal.err(
        `  ${plural(unknownIds, 'of its UUIDs has', 'of its UUIDs have')} not been seen yet: mapped ahead of the import`,
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
