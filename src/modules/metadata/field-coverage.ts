import type { CoverageReportView, CoverageView, FieldCoverageView } from './metadata-admin.dto.js';
import type { ParkCounts } from './coverage.sql.js';

const COVERAGE_TARGET_PERCENT = 90;

type Counts = Omit<ParkCounts, 'parkId' | 'parkName' | 'destinationName'>;

/** For each park and in total: the known share of each field, compared with the target. */
export function coverageReport(parks: readonly ParkCounts[]): CoverageReportView {
  return {
    targetPercent: COVERAGE_TARGET_PERCENT,
    totals: coverageOf(sumOf(parks)),
    parks: parks.map(({ parkId, parkName, destinationName, ...counts }) => ({
      parkId,
      parkName,
      destinationName,
      ...coverageOf(counts),
    })),
  };
}

function coverageOf(counts: Counts): CoverageView {
  const { rides, attractions } = counts;
  return {
    rides,
    coordinates: share(counts.withCoordinates, rides),
    entityType: share(counts.withType, rides),
    classification: share(counts.classified, attractions),
    heights: share(counts.withKnownHeights, attractions),
  };
}

/** Compares exact counts with the target, not the rounded percentage. */
function share(known: number, of: number): FieldCoverageView {
  if (of === 0) return { known, of, percent: null, meetsTarget: null };
  const percent = Math.round((known / of) * 1000) / 10;
  return { known, of, percent, meetsTarget: known * 100 >= of * COVERAGE_TARGET_PERCENT };
}

function sumOf(parks: readonly Counts[]): Counts {
  const sum = (name: keyof Counts) => parks.reduce((total, park) => total + park[name], 0);
  return {
    rides: sum('rides'),
    withCoordinates: sum('withCoordinates'),
    withType: sum('withType'),
    attractions: sum('attractions'),
    classified: sum('classified'),
    withKnownHeights: sum('withKnownHeights'),
  };
}
