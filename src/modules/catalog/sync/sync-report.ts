/** What one synchronisation changed. */
export interface SyncCounts {
  parksCreated: number;
  ridesCreated: number;
  renamed: number;
  rekeyed: number;
  moved: number;
  deactivated: number;
  reactivated: number;
  /** Missing from the catalogue, but too many at once to be believed. */
  kept: number;
}

export interface SyncFailure {
  themeparksWikiId: string;
  name: string;
  reason: string;
}

export interface SyncReport extends SyncCounts {
  destinations: number;
  scheduleEntriesAdded: number;
  scheduleEntriesWithdrawn: number;
  /** Of destinations and parks; they stay as they were. */
  failures: SyncFailure[];
}

export const NO_COUNTS: SyncCounts = {
  parksCreated: 0,
  ridesCreated: 0,
  renamed: 0,
  rekeyed: 0,
  moved: 0,
  deactivated: 0,
  reactivated: 0,
  kept: 0,
};

export function addCounts(one: SyncCounts, other: SyncCounts): SyncCounts {
  const names = Object.keys(NO_COUNTS) as (keyof SyncCounts)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as SyncCounts;
}

/** In one line, as it is kept of the job. */
export function describeReport(report: SyncReport): string {
  const { destinations, ridesCreated, renamed, rekeyed, deactivated, reactivated, kept, failures } = report;
  return (
    `${destinations} destinations: ${ridesCreated} rides new, ${renamed} renamed, ${rekeyed} re-keyed, ` +
    `${deactivated} gone, ${reactivated} back, ${kept} kept; schedules +${report.scheduleEntriesAdded} ` +
    `-${report.scheduleEntriesWithdrawn}; ${failures.length} failed`
  );
}
