import { sum } from '../../../common/collections.js';
import type { ScheduleCounts } from '../schedule/schedule-store.service.js';

/** What one synchronisation changed. */
export interface SyncCounts {
  parksCreated: number;
  ridesCreated: number;
  renamed: number;
  idChanged: number;
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
export interface RemovedUpstream {
  themeparksWikiId: string;
  name: string;
  /** Null: the destination itself is missing. */
  entities: number | null;
  /** Too much at once to be believed: it stays as it was. */
  isKept: boolean;
}

/** What the answers about schedules changed. */
export interface ScheduleReport {
  scheduleEntriesAdded: number;
  /** Superseded by other entries of their date and type. */
  scheduleEntriesWithdrawn: number;
  /** Entries that cannot be believed; others of the same answers are stored. */
  scheduleEntriesRefused: number;
  scheduleEntriesRepaired: number;
  /** Dates of answers that would change too many at once: a later answer must confirm them. */
  scheduleDatesHeldBack: number;
}

export interface SyncReport extends SyncCounts, ScheduleReport {
  destinations: number;
  removed: RemovedUpstream[];
  /** Of destinations and parks; they stay as they were. */
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

/** In one line, as it is kept of the job. */
export function describeReport(report: SyncReport): string {
  const { destinations, ridesCreated, renamed, idChanged, deactivated, reactivated, kept, failures } = report;
  return (
    `${destinations} destinations: ${ridesCreated} rides new, ${renamed} renamed, ${idChanged} re-keyed, ` +
    `${deactivated} gone, ${reactivated} back, ${kept} kept; schedules +${report.scheduleEntriesAdded} ` +
    `-${report.scheduleEntriesWithdrawn}${scheduleTroubles(report)}; ${failures.length} failed`
  );
}

/** Empty where every entry was taken as it was. */
export function scheduleTroubles(report: ScheduleReport): string {
  const counts: [number, string][] = [
    [report.scheduleEntriesRefused, 'refused'],
    [report.scheduleEntriesRepaired, 'repaired'],
    [report.scheduleDatesHeldBack, 'dates held back'],
  ];
  const troubles = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return troubles.length === 0 ? '' : ` (${troubles.join(', ')})`;
}

/** What a person should know of what is missing, a line each. */
export function removedLines({ removed }: Pick<SyncReport, 'removed'>): string[] {
  const missing = removed.filter(({ isKept }) => !isKept);
  const kept = removed.filter(({ isKept }) => isKept);
  return [
    ...(missing.length === 0 ? [] : [`Gone from the catalogue, inactive from now on: ${namesOf(missing)}`]),
    ...(kept.length === 0
      ? []
      : [
          `More than half is missing at once, and kept until --allow-deactivation says that it is true: ${namesOf(kept)}`,
        ]),
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

/** How far a synchronisation has come. */
export interface CatalogProgress {
  /** Destinations come first, the schedules of their parks follow. */
  step: 'destination' | 'schedule';
  done: number;
  total: number;
  /** What has just been done, well or not. */
  name: string;
}

export type OnCatalogProgress = (progress: CatalogProgress) => void;
