import { QUEUE_TYPES, type QueueType } from '../../modules/snapshots/observations.js';
import type { ParseReason } from '../../modules/snapshots/reading/reading-context.js';
import type { DefectName, FileDefectName } from './defect-catalog.js';
import type { FileEvent } from './destination-days.js';
import type { Container } from './file-container.js';
import type { GeneratorOptions } from './generator-options.js';
import type { DestinationPlan, Observation, ParkPlan } from './world.js';

/** Counts of events, and the counts that their import must report. */
export interface Counts {
  /** Elements of the array: accepted + the sum of `rejected`. */
  events: number;
  accepted: number;
  rejected: Partial<Record<ParseReason, number>>;
  /** Accepted, with a note. */
  noted: Partial<Record<ParseReason, number>>;
  /** Accepted, but equal to an earlier event: same ride, same instant, same content. */
  exactDuplicates: number;
  /** Accepted, but with another value than an earlier event of the same ride and instant; the last wins. */
  sameInstantConflicts: number;
  /** Rows that must exist after the import: accepted - exactDuplicates - sameInstantConflicts. */
  observations: number;
  /** Rows of these observations' extended queues, without STANDBY. */
  queueRows: Record<QueueType, number>;
}

export interface PlacedDefect {
  defect: DefectName;
  /** Index in the file's array; null: the whole file. */
  eventIndex: number | null;
}

export interface FileManifest extends Counts {
  key: string;
  destinationId: string;
  /** YYYY-MM-DD */
  utcDay: string;
  container: Container;
  wrapped: boolean;
  /** Not null: no event can be imported from the file, and all counts are 0. */
  fileDefect: FileDefectName | null;
  bytes: number;
  /** Inflated size. */
  jsonBytes: number;
  /** Hash of the written bytes; null if there is no file. */
  sha256: string | null;
  defects: PlacedDefect[];
}

export interface ParkDescription {
  id: string;
  name: string;
  slug: string;
  timezone: string;
  rides: { id: string; kind: string; names: string[]; extendedQueues: readonly QueueType[] }[];
}

export interface ArchiveManifest {
  options: GeneratorOptions;
  destinations: { id: string; name: string; slug: string; parks: ParkDescription[] }[];
  totals: Counts & { files: number; bytes: number; jsonBytes: number };
  /** Requested defects for which no file had a suitable event. */
  unplacedDefects: DefectName[];
  files: FileManifest[];
}

export function emptyCounts(): Counts {
  return {
    events: 0,
    accepted: 0,
    rejected: {},
    noted: {},
    exactDuplicates: 0,
    sameInstantConflicts: 0,
    observations: 0,
    queueRows: Object.fromEntries(QUEUE_TYPES.map((type) => [type, 0])) as Record<QueueType, number>,
  };
}

/** Counts a file's events and returns the resulting observations: the last in file order per ride and instant. */
export function digestEvents(events: readonly FileEvent[]): { counts: Counts; observations: Observation[] } {
  const counts = emptyCounts();
  counts.events = events.length;
  if (events.every((event) => event.defect === null)) {
    // Fast path: without defects, no two events share ride and instant.
    counts.accepted = events.length;
    return withObservations(
      counts,
      events.map((event) => event.observation!),
    );
  }
  const kept = new Map<string, FileEvent>();
  for (const event of events) {
    if (event.rejected) increase(counts.rejected, event.rejected, 1);
    if (event.noted) increase(counts.noted, event.noted, 1);
    if (!event.observation) continue;
    counts.accepted++;
    const identity = `${event.observation.entityId}${event.observation.recordedAtMs}`;
    const before = kept.get(identity);
    if (before?.json() === event.json()) counts.exactDuplicates++;
    else if (before) counts.sameInstantConflicts++;
    kept.set(identity, event);
  }
  return withObservations(
    counts,
    Array.from(kept.values(), (event) => event.observation!),
  );
}

function withObservations(
  counts: Counts,
  observations: Observation[],
): { counts: Counts; observations: Observation[] } {
  counts.observations = observations.length;
  for (const { queues } of observations) for (const { queueType } of queues) counts.queueRows[queueType]++;
  return { counts, observations };
}

export function addCounts(total: Counts, counts: Counts): void {
  for (const field of ['events', 'accepted', 'exactDuplicates', 'sameInstantConflicts', 'observations'] as const) {
    total[field] += counts[field];
  }
  for (const field of ['rejected', 'noted', 'queueRows'] as const) {
    const added: Partial<Record<string, number>> = counts[field];
    for (const [word, count] of Object.entries(added)) increase(total[field], word, count ?? 0);
  }
}

function increase(counters: Partial<Record<string, number>>, word: string, by: number): void {
  counters[word] = (counters[word] ?? 0) + by;
}

/** The manifest of a whole archive from those of its files. */
export function summarise(
  options: GeneratorOptions,
  world: readonly DestinationPlan[],
  files: FileManifest[],
): ArchiveManifest {
  const totals = { ...emptyCounts(), files: 0, bytes: 0, jsonBytes: 0 };
  for (const file of files) {
    addCounts(totals, file);
    totals.files += file.sha256 === null ? 0 : 1;
    totals.bytes += file.bytes;
    totals.jsonBytes += file.jsonBytes;
  }
  return {
    options,
    destinations: world.map((destination) => ({
      id: destination.id,
      name: destination.name,
      slug: destination.slug,
      parks: destination.parks.map((park) => describePark(park, destination)),
    })),
    totals,
    unplacedDefects: findUnplaced(options, files),
    files,
  };
}

function describePark(park: ParkPlan, destination: DestinationPlan): ParkDescription {
  const rides = destination.rides.filter((ride) => ride.park === park);
  return {
    id: park.id,
    name: park.name,
    slug: park.slug,
    timezone: park.clock.timezone,
    rides: rides.map(({ id, kind, names, extendedQueues }) => ({
      id,
      kind,
      names: [names.base, names.overlay?.name, names.renamed?.name].filter((name) => name !== undefined),
      extendedQueues,
    })),
  };
}

function findUnplaced(options: GeneratorOptions, files: readonly FileManifest[]): DefectName[] {
  const placed = files.flatMap((file) => file.defects.map(({ defect }) => defect));
  return options.defects.flatMap((name) => {
    const missing = options.defectRepeats - placed.filter((other) => other === name).length;
    return Array.from({ length: missing }, () => name);
  });
}
