import type { DefectName } from './defect-catalog.js';
import type { GeneratorOptions } from './generator-options.js';
import { addCounts, type ArchiveManifest, emptyCounts, type FileManifest, type ParkDescription } from './manifest.js';
import type { DestinationPlan, ParkPlan } from './world.js';

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
