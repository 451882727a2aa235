import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratorOptions } from '../tools/archive-generator/generator-options.js';
import { writeArchive } from '../tools/archive-generator/write-archive.js';

/** Two months of two resorts, with a few defects of the kinds that real archives have. */
export const DEMO_OPTIONS: Partial<GeneratorOptions> = {
  seed: 2025,
  destinations: 2,
  days: 60,
  start: '2025-05-01',
  rides: 40,
  defects: ['missing-day', 'truncated-file', 'text-wait', 'unknown-status', 'suspicious-wait', 'same-instant'],
};

export interface DemoArchive {
  folder: string;
  files: number;
  events: number;
  /** Made now, not found from an earlier run. */
  isNew: boolean;
}

interface Stamp {
  options: Partial<GeneratorOptions>;
  files: number;
  events: number;
}

/** The sample archive in `folder`, made if it is missing, unfinished, or of another version of the demo. */
export async function ensureDemoArchive(demoFolder: string): Promise<DemoArchive> {
  const folder = join(demoFolder, 'archive');
  const stampFile = join(demoFolder, 'archive.json');
  const found = readStamp(stampFile);
  if (found !== null && existsSync(folder)) return { folder, files: found.files, events: found.events, isNew: false };
  await rm(folder, { recursive: true, force: true });
  const { totals } = await writeArchive(DEMO_OPTIONS, folder);
  const stamp: Stamp = { options: DEMO_OPTIONS, files: totals.files, events: totals.events };
  // Last: an archive without its stamp was not finished.
  await writeFile(stampFile, JSON.stringify(stamp));
  return { folder, files: totals.files, events: totals.events, isNew: true };
}

function readStamp(path: string): Stamp | null {
  if (!existsSync(path)) return null;
  try {
    const stamp = JSON.parse(readFileSync(path, 'utf8')) as Stamp;
    return JSON.stringify(stamp.options) === JSON.stringify(DEMO_OPTIONS) ? stamp : null;
  } catch {
    return null;
  }
}
