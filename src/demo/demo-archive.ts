import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dayAfter } from '../common/time/calendar.js';
import type { DefectName } from '../tools/archive-generator/defect-catalog.js';
import type { GeneratorOptions } from '../tools/archive-generator/generator-options.js';
import { writeArchive } from '../tools/archive-generator/generate-archive.js';

export const DEMO_DAYS = 60;
/** Seed of the invented world; the simulated live API has the same resorts and rides. */
export const DEMO_SEED = 2025;
/** All resorts of the generator, around the world, so that some park is open at any hour. */
export const DEMO_DESTINATIONS = 6;
export const DEMO_RIDES = 40;
/** Typical of real archives; none of them stores a false value, which a ranking would show first. */
export const DEMO_DEFECTS = [
  'missing-day',
  'truncated-file',
  'text-wait',
  'impossible-wait',
  'unknown-status',
  'same-instant',
] as const satisfies DefectName[];

/** Waits change less often than in a real archive, so that the demo starts soon. */
const SAMPLE: Partial<GeneratorOptions> = {
  seed: DEMO_SEED,
  destinations: DEMO_DESTINATIONS,
  days: DEMO_DAYS,
  rides: DEMO_RIDES,
  changeMinutes: 40,
  defects: DEMO_DEFECTS,
};

export interface DemoArchive {
  folder: string;
  files: number;
  events: number;
  /** Its last UTC day. */
  lastDay: string;
  /** Created by this run, not by an earlier one. */
  isNew: boolean;
}

interface Stamp extends Omit<DemoArchive, 'folder' | 'isNew'> {
  options: Partial<GeneratorOptions>;
}

export const demoArchiveFolder = (demoFolder: string): string => join(demoFolder, 'archive');

/**
 * Ensures the sample archive in `folder`: creates it if it is missing, unfinished, or from another version of the demo. It
 * ends the day before its creation; later data is live.
 * @param today UTC day
 */
export async function ensureDemoArchive(demoFolder: string, today: string): Promise<DemoArchive> {
  const folder = demoArchiveFolder(demoFolder);
  const stampFile = join(demoFolder, 'archive.json');
  const found = readStamp(stampFile);
  if (found !== null && existsSync(folder)) return { ...found, folder, isNew: false };
  await rm(folder, { recursive: true, force: true });
  const { totals } = await writeArchive({ ...SAMPLE, start: dayAfter(today, -DEMO_DAYS) }, folder);
  const { files, events } = totals;
  const made = { files, events, lastDay: dayAfter(today, -1) };
  const stamp: Stamp = { options: SAMPLE, ...made };
  // Last: an archive without the stamp is unfinished.
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
