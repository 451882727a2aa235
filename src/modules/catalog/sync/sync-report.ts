import { sum } from '../../../common/collections.js';
import type { ScheduleCounts } from '../schedule/schedule-store.service.js';

/** Changes by one synchronisation. */
export interface SyncCounts {
  parksCreated: number;
  ridesCreated: number;
  renamed: number;
  idChanged: number;
  moved: number;
  deactivated: number;
  reactivated: number;
  /** Missing from the catalogue, but too many at once to be trusted. */
  kept: number;
}

export interface SyncFailure {
  themeparksWikiId: string;
  name: string;
  reason: string;
}

/** A destination that is missing from the catalogue, or most of its entities are. */
export interface RemovedUpstream {
  themeparksWikiId: string;
  name: string;
  /** Null: the destination itself is missing. */
  entities: number | null;
  /** Too much is missing at once to be trusted: it stays active. */
  isKept: boolean;
}

/** Changes by the responses about schedules. */
export interface ScheduleReport {
  scheduleEntriesAdded: number;
  /** Entries replaced by others of the same date and type. */
  scheduleEntriesWithdrawn: number;
  /** Implausible entries; other entries of the same responses are stored. */
  scheduleEntriesRefused: number;
  scheduleEntriesRepaired: number;
  /** Dates held back because a response would change too many at once: a later response must confirm them. */
  scheduleDatesHeldBack: number;
}

export interface SyncReport extends SyncCounts, ScheduleReport {
  destinations: number;
  removed: RemovedUpstream[];
  /** Failed destinations and parks; they stay unchanged. */
  failures: SyncFailure[];
}

export const NO_COUNTS: SyncCounts = {
  parksCreated: 0,
  ridesCreated: 0,
  renamed: 0,
  idChanged: 0,
  moved: 0,
  deactivated: 0,
  reactivated: 0,
  kept: 0,
};

export function addCounts(one: SyncCounts, other: SyncCounts): SyncCounts {
  const names = Object.keys(NO_COUNTS) as (keyof SyncCounts)[];
  return Object.fromEntries(names.map((name) => [name, one[name] + other[name]])) as unknown as SyncCounts;
}

export function scheduleReport(counts: readonly ScheduleCounts[]): ScheduleReport {
  const total = (name: keyof ScheduleCounts) => sum(counts.map((one) => one[name]));
  return {
    scheduleEntriesAdded: total('added'),
    scheduleEntriesWithdrawn: total('withdrawn'),
    scheduleEntriesRefused: total('refused'),
    scheduleEntriesRepaired: total('repaired'),
    scheduleDatesHeldBack: total('heldBack'),
  };
}

/** One line, stored as the result of the job. */
export function describeReport(report: SyncReport): string {
  const { destinations, ridesCreated, renamed, idChanged, deactivated, reactivated, kept, failures } = report;
  return (
    `${destinations} destinations: ${ridesCreated} rides created, ${renamed} renamed, ${idChanged} with a new id, ` +
    `${deactivated} deactivated, ${reactivated} reactivated, ${kept} kept; schedules +${report.scheduleEntriesAdded} ` +
    `-${report.scheduleEntriesWithdrawn}${scheduleTroubles(report)}; ${failures.length} failed`
  );
}

/** Empty if every entry was stored unchanged. */
export function scheduleTroubles(report: ScheduleReport): string {
  const counts: [number, string][] = [
    [report.scheduleEntriesRefused, 'refused'],
    [report.scheduleEntriesRepaired, 'repaired'],
    [report.scheduleDatesHeldBack, 'dates held back'],
  ];
  const troubles = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return troubles.length === 0 ? '' : ` (${troubles.join(', ')})`;
}

/** Lines about missing entities, for the operator. */
export function removedLines({ removed }: Pick<SyncReport, 'removed'>): string[] {
  const missing = removed.filter(({ isKept }) => !isKept);
  const kept = removed.filter(({ isKept }) => isKept);
  return [
    ...(missing.length === 0 ? [] : [`Missing from the catalogue and deactivated: ${namesOf(missing)}`]),
    ...(kept.length === 0
      ? []
      : [`More than half is missing at once; kept active unless --allow-deactivation is given: ${namesOf(kept)}`]),
  ];
}

const MAX_NAMES = 10;

function namesOf(removed: readonly RemovedUpstream[]): string {
  const names = removed
    .slice(0, MAX_NAMES)
    .map(({ name, entities }) => (entities === null ? name : `${entities} entities of ${name}`));
  const more = removed.length - names.length;
  return `${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

/** Progress of a synchronisation. */
export interface CatalogProgress {
  /** Destinations come first, the schedules of their parks follow. */
  step: 'destination' | 'schedule';
  done: number;
  total: number;
  /** The entity that was just finished or failed. */
  name: string;
}

export type OnCatalogProgress = (progress: CatalogProgress) => void;
