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

/** A destination that is missing from the catalogue, or most of whose entities are. */
export interface Vanished {
  themeparksWikiId: string;
  name: string;
  /** Null: the destination itself is missing. */
  entities: number | null;
  /** Too much at once to be believed: it stays as it was. */
  isKept: boolean;
}

export interface SyncReport extends SyncCounts {
  destinations: number;
  vanished: Vanished[];
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

/** What a person should know of what is missing, a line each. */
export function vanishedLines({ vanished }: Pick<SyncReport, 'vanished'>): string[] {
  const gone = vanished.filter(({ isKept }) => !isKept);
  const kept = vanished.filter(({ isKept }) => isKept);
  return [
    ...(gone.length === 0 ? [] : [`Gone from the catalogue, inactive from now on: ${namesOf(gone)}`]),
    ...(kept.length === 0
      ? []
      : [`More than half is missing at once, and kept until --accept-vanished says that it is true: ${namesOf(kept)}`]),
  ];
}

const MAX_NAMES = 10;

function namesOf(vanished: readonly Vanished[]): string {
  const names = vanished
    .slice(0, MAX_NAMES)
    .map(({ name, entities }) => (entities === null ? name : `${entities} entities of ${name}`));
  const more = vanished.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}
