import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dayAfter } from '../common/time/calendar.js';
import type { GeneratorOptions } from '../tools/archive-generator/generator-options.js';
import { writeArchive } from '../tools/archive-generator/generate-archive.js';

const DAYS = 60;
/** Of the invented world: the simulated live API speaks of the same resorts and rides. */
export const DEMO_SEED = 2025;
export const DEMO_RIDES = 40;

/** Two months of two resorts, with a few defects of the kinds that real archives have. */
const SAMPLE: Partial<GeneratorOptions> = {
  seed: DEMO_SEED,
  destinations: 2,
  days: DAYS,
  rides: DEMO_RIDES,
  defects: ['missing-day', 'truncated-file', 'text-wait', 'unknown-status', 'suspicious-wait', 'same-instant'],
};

export interface DemoArchive {
  folder: string;
  files: number;
  events: number;
  /** Its last UTC day. */
  lastDay: string;
  /** Made now, not found from an earlier run. */
  isNew: boolean;
}

interface Stamp extends Omit<DemoArchive, 'folder' | 'isNew'> {
  options: Partial<GeneratorOptions>;
}

/**
 * The sample archive in `folder`, made if it is missing, unfinished, or of another version of the demo. It ends the day
 * before the one on which it was made: what comes after is live.
 * @param today UTC day
 */
export async function ensureDemoArchive(demoFolder: string, today: string): Promise<DemoArchive> {
  const folder = join(demoFolder, 'archive');
  const stampFile = join(demoFolder, 'archive.json');
  const found = readStamp(stampFile);
  if (found !== null && existsSync(folder)) return { ...found, folder, isNew: false };
  await rm(folder, { recursive: true, force: true });
  const { totals } = await writeArchive({ ...SAMPLE, start: dayAfter(today, -DAYS) }, folder);
  const { files, events } = totals;
  const made = { files, events, lastDay: dayAfter(today, -1) };
  const stamp: Stamp = { options: SAMPLE, ...made };
  // Last: an archive without its stamp was not finished.
  await writeFile(stampFile, JSON.stringify(stamp));
  return { ...made, folder, isNew: true };
}

function readStamp(path: string): Stamp | null {
  if (!existsSync(path)) return null;
  try {
    const stamp = JSON.parse(readFileSync(path, 'utf8')) as Stamp;
    return JSON.stringify(stamp.options) === JSON.stringify(SAMPLE) ? stamp : null;
  } catch {
    return null;
  }
}
