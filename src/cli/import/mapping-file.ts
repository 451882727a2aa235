import { readFile } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { type ParsedMappings, parseMappingCsv } from '../../modules/catalog/id-matching/mapping-csv.js';
import { MappingService } from '../../modules/catalog/mappings/mapping.service.js';
import { plural } from '../format.js';
import type { Terminal } from '../terminal.js';
import { UsageError } from '../usage-error.js';

/** `--mappings FILE`: a broken file is named line by line, and no import begins with it. */
@Injectable()
export class MappingFile {
  constructor(private readonly mappings: MappingService) {}

  /** @throws UsageError where the file cannot be read, or has a line that is wrong: then nothing is applied. */
  async read(path: string): Promise<ParsedMappings> {
    const parsed = parseMappingCsv(await textOf(path));
    refuse(path, parsed.problems, 'Nothing was applied or imported');
    return parsed;
  }

  /** @throws UsageError also where a line speaks of a ride that does not exist; the lines without a fault are applied. */
  async apply(path: string, terminal: Terminal): Promise<void> {
    const { applied, problems } = await this.mappings.applyCsv(await this.read(path));
    terminal.err(`${path}: ${plural(applied, 'mapping')} applied`);
    refuse(path, problems, 'Nothing was imported');
  }
}

function refuse(path: string, problems: readonly { line: number; message: string }[], what: string): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ line, message }) => `  ${path}:${line}: ${message}`);
  throw new UsageError(`--mappings: ${plural(problems.length, 'line')} cannot be used. ${what}.\n${lines.join('\n')}`);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(`--mappings: ${path} cannot be read (${code === 'ENOENT' ? 'no such file' : code})`);
  }
}
