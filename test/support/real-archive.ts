import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Real data next to the checkout. It is not part of the project, so tests must also work without it. */
const DATA_FOLDER = join(process.cwd(), '../shared/data');

export interface ManifestRow {
  path: string;
  utcDay: string;
  events: number;
  operating: number;
  closed: number;
}

export interface RealArchive {
  folder: string;
  destinationId: string;
  manifest: ManifestRow[];
  /** Number of events by ride name. */
  eventsPerRide: Record<string, number>;
}

/** Null, with a message, if there is none. */
export function findRealArchive(): RealArchive | null {
  if (!existsSync(DATA_FOLDER)) {
    console.warn(`not checked: there is no ${DATA_FOLDER}`);
    return null;
  }
  const manifest = readManifest();
  const expected = JSON.parse(readFileSync(join(DATA_FOLDER, 'expected-sample.json'), 'utf8')) as {
    windows: { eventsPerRide: Record<string, number> }[];
  };
  return {
    folder: join(DATA_FOLDER, 'archive'),
    destinationId: manifest[0]!.path.split('/')[0]!,
    manifest,
    eventsPerRide: expected.windows[0]!.eventsPerRide,
  };
}

function readManifest(): ManifestRow[] {
  const [header, ...lines] = readFileSync(join(DATA_FOLDER, 'manifest.csv'), 'utf8').trim().split(/\r?\n/);
  const columns = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string) => cells[columns.indexOf(name)]!;
    const count = (name: string) => Number(cell(name));
    const counts = { events: count('events'), operating: count('operating'), closed: count('closed') };
    return { path: cell('path'), utcDay: cell('utcDay'), ...counts };
  });
}
