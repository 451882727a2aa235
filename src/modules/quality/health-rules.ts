import { plural } from '../../common/text.js';
import { HOUR_MS } from '../../common/time/calendar.js';

export const QUALITY_PERIODS = ['last_24h', 'last_7d', 'last_30d'] as const;
export type QualityPeriod = (typeof QUALITY_PERIODS)[number];

const HOURS: Readonly<Record<QualityPeriod, number>> = { last_24h: 24, last_7d: 168, last_30d: 720 };

export const startOf = (period: QualityPeriod, now: Date): Date => new Date(now.getTime() - HOURS[period] * HOUR_MS);

/** The recorded collection cycles of a period. */
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

/** Below this, one failed poll would already look like an outage: one of twelve in an hour is an uptime of 92 percent. */
const MIN_JUDGED_MS = 6 * HOUR_MS;

/**
 * Share of the expected live observations that were made, from 0 to 1. Cycles that never started count as failed. Null if
 * live data was not collected for long enough.
 * @param periodMs time between two cycles
 */
export function collectionUptime(
  { firstRunAt, runs, polls, failedPolls }: CollectionMetrics,
  from: Date,
  now: Date,
  periodMs: number,
): number | null {
  if (firstRunAt === null || now.getTime() - Math.max(from.getTime(), firstRunAt.getTime()) < MIN_JUDGED_MS)
    return null;
  const expected = Math.floor((now.getTime() - Math.max(from.getTime(), firstRunAt.getTime())) / periodMs);
  const begun = expected <= 0 ? 1 : Math.min(1, runs / expected);
  return polls === 0 ? (expected <= 0 ? null : 0) : begun * ((polls - failedPolls) / polls);
}

export const HEALTH_LEVELS = ['HEALTHY', 'DEGRADED', 'CRITICAL'] as const;
export type HealthLevel = (typeof HEALTH_LEVELS)[number];

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

/** The input of the health rules, for one period. */
export interface HealthMetrics {
  /** Share of the expected live observations that were made, from 0 to 1; null if too few were expected. */
  uptime: number | null;
  /** Since the newest collection cycle; Infinity: the collection never ran; null: it is disabled. */
  minutesSinceRun: number | null;
  /** Since the newest live observation of any destination; null if there was none. */
  minutesSinceObserved: number | null;
  openParks: number;
  staleParks: number;
  /** Problems with the clock or with stored timestamps. */
  clockProblems: readonly { severity: 'WARNING' | 'CRITICAL'; description: string }[];
  /** Unresolved gaps that overlap the period. */
  gaps: number;
  gapHours: number;
  issues: number;
}

export interface HealthReason {
  rule: HealthRule;
  severity: Exclude<HealthLevel, 'HEALTHY'>;
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
    const text = `${staleParks} of ${openParks} open parks have no data from the last 30 minutes`;
    return staleParks >= openParks * CRITICAL_STALE_SHARE ? critical(text) : degraded(text);
  },
  UNRESOLVED_GAPS: ({ gaps, gapHours }) =>
    gaps > 0 ? degraded(`${plural(gaps, 'unresolved gap')}, ${gapHours.toFixed(1)} hours in total`) : null,
  UNRESOLVED_ISSUES: ({ issues }) =>
    issues >= MANY_ISSUES ? degraded(`${issues} unresolved issues (${MANY_ISSUES} or more)`) : null,
};

/** Applies all rules: every reason, and the worst severity among them. */
export function assessHealth(metrics: HealthMetrics): { health: HealthLevel; reasons: HealthReason[] } {
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
