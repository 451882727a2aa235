import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArchiveFile } from '../../src/modules/import/parser/archive-parser.js';
import type { ParsedFile } from '../../src/modules/import/parser/parsed-file.js';
import { RIDE_STATUSES } from '../../src/modules/snapshots/observations.js';

const DATA_FOLDER = join(process.cwd(), '../shared/data');
const OPERATING = RIDE_STATUSES.indexOf('OPERATING') + 1;
const CLOSED = RIDE_STATUSES.indexOf('CLOSED') + 1;

interface ManifestRow {
  path: string;
  utcDay: string;
  events: number;
  operating: number;
  closed: number;
  sha256: string;
}

function readManifest(): ManifestRow[] {
  const [header, ...lines] = readFileSync(join(DATA_FOLDER, 'manifest.csv'), 'utf8').trim().split(/\r?\n/);
  const columns = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const cell = (name: string) => cells[columns.indexOf(name)]!;
    return {
      path: cell('path'),
      utcDay: cell('utcDay'),
      events: Number(cell('events')),
      operating: Number(cell('operating')),
      closed: Number(cell('closed')),
      sha256: cell('sha256'),
    };
  });
}

function countStatus(file: ParsedFile, code: number): number {
  return file.snapshots.status.reduce((count, status) => count + (status === code ? 1 : 0), 0);
}

describe('the real archive', () => {
  it('parses to the counts of its manifest, file by file, with nothing refused', () => {
    if (!existsSync(DATA_FOLDER)) {
      console.warn(`not checked: there is no ${DATA_FOLDER}`);
      return;
    }
    const entities = new Set<string>();
    const parks = new Set<string | null>();
    const issues = new Map<string, number>();
    let read = 0;
    const manifest = readManifest();
    for (const row of manifest) {
      const bytes = readFileSync(join(DATA_FOLDER, 'archive', row.path));
      const file = parseArchiveFile(bytes, {
        fileDay: row.utcDay,
        minInstantMs: Date.UTC(2018, 0, 1),
        maxInstantMs: Date.UTC(2020, 0, 1),
        maxInflatedBytes: 256 * 1024 * 1024,
      });
      const counts = { events: file.read, operating: countStatus(file, OPERATING), closed: countStatus(file, CLOSED) };
      const { path, events, operating, closed } = row;
      expect({ path, ...counts, rejected: file.rejected }).toEqual({ path, events, operating, closed, rejected: 0 });
      expect(file.snapshots.length).toBe(events);
      const day = file.snapshots.recordedAtMs.map((ms) => Math.floor(ms / 86_400_000) * 86_400_000);
      expect([...new Set(day)]).toEqual([Date.parse(row.utcDay)]);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(row.sha256);
      for (const entity of file.entities) {
        entities.add(entity.themeparksWikiId);
        parks.add(entity.parkId);
        expect(entity.timezone).toBe('America/New_York');
      }
      for (const { reason, count } of file.issues) issues.set(reason, (issues.get(reason) ?? 0) + count);
      read += file.read;
    }
    expect({ files: manifest.length, read, rides: entities.size, parks: parks.size }).toEqual({
      files: 182,
      read: 336_488,
      rides: 14,
      parks: 4,
    });
    expect([...issues]).toEqual([['SUSPICIOUS_WAIT_TIME', 27]]);
  });
});
