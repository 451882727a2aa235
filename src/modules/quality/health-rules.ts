import { HOUR_MS } from '../../common/time/calendar.js';

export const QUALITY_PERIODS = ['last_24h', 'last_7d', 'last_30d'] as const;
export type QualityPeriod = (typeof QUALITY_PERIODS)[number];

const HOURS: Readonly<Record<QualityPeriod, number>> = { last_24h: 24, last_7d: 168, last_30d: 720 };

export const startOf = (period: QualityPeriod, now: Date): Date => new Date(now.getTime() - HOURS[period] * HOUR_MS);

/** The cycles of live collection in a period, as they were recorded. */
export interface CollectionMetrics {
  /** The first cycle ever; null: live data was never collected. */
  firstRunAt: Date | null;
  /** The newest cycle; null: none ever. */
  lastRunAt: Date | null;
  runs: number;
  polls: number;
  failedPolls: number;
  lastObservedAt: Date | null;
}

/** A shorter time of collection says nothing: one failed poll of an hour is not an uptime of 92 percent. */
const JUDGED_FROM_MS = 6 * HOUR_MS;

/**
 * Share of the live observations that should have been made, from 0 to 1: cycles that were never begun count like ones
 * that failed. Null where live data was not collected for long enough to tell.
 * @param periodMs from one cycle to the next
 */
export function collectionUptime(
  { firstRunAt, runs, polls, failedPolls }: CollectionMetrics,
  from: Date,
  now: Date,
  periodMs: number,
): number | null {
  if (firstRunAt === null || now.getTime() - Math.max(from.getTime(), firstRunAt.getTime()) < JUDGED_FROM_MS)
    return null;
  const expected = Math.floor((now.getTime() - Math.max(from.getTime(), firstRunAt.getTime())) / periodMs);
  const begun = expected <= 0 ? 1 : Math.min(1, runs / expected);
  return polls === 0 ? (expected <= 0 ? null : 0) : begun * ((polls - failedPolls) / polls);
}

export const HEALTH_WORDS = ['HEALTHY', 'DEGRADED', 'CRITICAL'] as const;
export type HealthWord = (typeof HEALTH_WORDS)[number];

export const HEALTH_RULES = [
  'CLOCK_WRONG',
  'COLLECTION_STOPPED',
  'COLLECTION_IDLE',
  'COLLECTION_UPTIME',
  'STALE_PARKS',
  'UNRESOLVED_GAPS',
  'UNRESOLVED_ISSUES',
] as const;
export type HealthRule = (typeof HEALTH_RULES)[number];

/** What the rules look at; of one period. */
export interface HealthMetrics {
  /** Share of the live observations that should have been made, from 0 to 1; null where none, or too few are expected. */
  uptime: number | null;
  /** Since the newest cycle of the collection, which is wanted: Infinity where there was none; null: it is not wanted. */
  minutesSinceRun: number | null;
  /** Since a destination was last observed live; null where none is expected. */
  minutesSinceObserved: number | null;
  openParks: number;
  staleParks: number;
  /** What is wrong with the clock or with the instants of what is stored. */
  clockProblems: readonly { severity: 'WARNING' | 'CRITICAL'; description: string }[];
  /** Unresolved, seen within the period. */
  gaps: number;
  gapHours: number;
  issues: number;
}

export interface HealthReason {
  rule: HealthRule;
  severity: Exclude<HealthWord, 'HEALTHY'>;
  message: string;
}

const STOPPED_AFTER_MINUTES = 60;
const IDLE_AFTER_MINUTES = 30;
const DEGRADED_UPTIME = 0.95;
const CRITICAL_UPTIME = 0.8;
const CRITICAL_STALE_SHARE = 0.5;
const MANY_ISSUES = 100;

type Rule = (metrics: HealthMetrics) => Omit<HealthReason, 'rule'> | null;

const RULES: Readonly<Record<HealthRule, Rule>> = {
  CLOCK_WRONG: ({ clockProblems }) => {
    if (clockProblems.length === 0) return null;
    const text = clockProblems.map(({ description }) => description).join('; ');
    return clockProblems.some(({ severity }) => severity === 'CRITICAL') ? critical(text) : degraded(text);
  },
  COLLECTION_STOPPED: ({ minutesSinceObserved: minutes }) =>
    minutes !== null && minutes > STOPPED_AFTER_MINUTES
      ? critical(`Nothing was observed live for ${minutes} minutes (more than ${STOPPED_AFTER_MINUTES})`)
      : null,
  COLLECTION_IDLE: ({ minutesSinceRun: minutes }) => {
    if (minutes === null || minutes <= IDLE_AFTER_MINUTES) return null;
    return Number.isFinite(minutes)
      ? degraded(`The collection is enabled and has not run for ${minutes} minutes (more than ${IDLE_AFTER_MINUTES})`)
      : degraded('The collection is enabled and has never run');
  },
  COLLECTION_UPTIME: ({ uptime }) => {
    if (uptime === null || uptime >= DEGRADED_UPTIME) return null;
    const text = `${percent(uptime)} of the live observations were made (less than ${percent(
      uptime < CRITICAL_UPTIME ? CRITICAL_UPTIME : DEGRADED_UPTIME,
    )})`;
    return uptime < CRITICAL_UPTIME ? critical(text) : degraded(text);
  },
  STALE_PARKS: ({ staleParks, openParks }) => {
    if (staleParks === 0) return null;
    const text = `${staleParks} of ${openParks} open parks have no data of the last 30 minutes`;
    return staleParks >= openParks * CRITICAL_STALE_SHARE ? critical(text) : degraded(text);
  },
  UNRESOLVED_GAPS: ({ gaps, gapHours }) =>
    gaps > 0 ? degraded(`${gaps} unresolved gap(s), ${gapHours.toFixed(1)} hours together`) : null,
  UNRESOLVED_ISSUES: ({ issues }) =>
    issues >= MANY_ISSUES ? degraded(`${issues} unresolved issues (${MANY_ISSUES} or more)`) : null,
};

/** The worst of what the rules say, and everything that they say. */
export function assessHealth(metrics: HealthMetrics): { health: HealthWord; reasons: HealthReason[] } {
  const reasons = HEALTH_RULES.flatMap((rule) => {
    const reason = RULES[rule](metrics);
    return reason === null ? [] : [{ rule, ...reason }];
  });
  const isCritical = reasons.some(({ severity }) => severity === 'CRITICAL');
  return { health: isCritical ? 'CRITICAL' : reasons.length > 0 ? 'DEGRADED' : 'HEALTHY', reasons };
}

const critical = (message: string) => ({ severity: 'CRITICAL' as const, message });
const degraded = (message: string) => ({ severity: 'DEGRADED' as const, message });
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
