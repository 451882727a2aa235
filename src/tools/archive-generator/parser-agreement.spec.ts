import { parseArchiveFile } from '../../modules/import/parser/archive-parser.js';
import type { ParsedFile } from '../../modules/import/parser/parsed-file.js';
import { RIDE_STATUSES, STATUS_UNKNOWN, WAIT_UNKNOWN } from '../../modules/snapshots/observations.js';
import { DEFECT_NAMES } from './defect-catalog.js';
import { generateArchive } from './generate-archive.js';
import type { Observation } from './world.js';

const YEAR_MS = 366 * 86_400_000;

function parse(bytes: Buffer, fileDay: string): ParsedFile {
  const dayMs = Date.parse(fileDay);
  return parseArchiveFile(bytes, {
    fileDay,
    minInstantMs: dayMs - YEAR_MS,
    maxInstantMs: dayMs + YEAR_MS,
    maxInflatedBytes: 4_000_000,
  });
}

/** What is left of a parsed file when the last value of a ride and instant wins. */
function observationsOf({ snapshots, entities, queues }: ParsedFile): Observation[] {
  const kept = new Map<string, Observation>();
  for (let row = 0; row < snapshots.length; row++) {
    const entityId = entities[snapshots.entityIndex[row]!]!.themeparksWikiId;
    const recordedAtMs = snapshots.recordedAtMs[row]!;
    const status = snapshots.status[row]!;
    const wait = snapshots.waitMinutes[row]!;
    kept.set(`${entityId} ${recordedAtMs}`, {
      entityId,
      recordedAtMs,
      status: status === STATUS_UNKNOWN ? null : RIDE_STATUSES[status - 1]!,
      waitMinutes: wait === WAIT_UNKNOWN ? null : wait,
      queues: queues.filter((entry) => entry.row === row).map((entry) => entry.queue),
    });
  }
  return [...kept.values()];
}

function issueCounts({ issues }: ParsedFile, rejected: boolean): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const issue of issues.filter((one) => one.rejected === rejected)) {
    counts[issue.reason] = (counts[issue.reason] ?? 0) + issue.count;
  }
  return counts;
}

describe('the independently written generator and parser', () => {
  const options = {
    days: 14,
    destinations: 3,
    rides: 14,
    seed: 3,
    gzipShare: 0.2,
    plainShare: 0.2,
    bombBytes: 5_000_000,
  };

  it('agree on every observation, queue and finding of a valid archive', async () => {
    for await (const { bytes, manifest, observations } of generateArchive(options)) {
      const parsed = parse(bytes!, manifest.utcDay);
      expect([parsed.read, parsed.rejected, parsed.issues]).toEqual([manifest.events, 0, []]);
      expect(observationsOf(parsed)).toEqual(observations);
    }
  });

  it('agree on the effect of each defect', async () => {
    let damaged = 0;
    for await (const { bytes, manifest, observations } of generateArchive({ ...options, defects: DEFECT_NAMES })) {
      if (manifest.fileDefect) {
        damaged++;
        if (bytes) expect(() => parse(bytes, manifest.utcDay)).toThrow();
        continue;
      }
      const parsed = parse(bytes!, manifest.utcDay);
      expect(parsed.read).toBe(manifest.events);
      expect(issueCounts(parsed, true)).toEqual(manifest.rejected);
      expect(issueCounts(parsed, false)).toEqual(manifest.noted);
      expect(observationsOf(parsed)).toEqual(observations);
    }
    expect(damaged).toBe(6);
  });
});
