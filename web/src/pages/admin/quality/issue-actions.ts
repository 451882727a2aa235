import type { Schemas } from '../../../api/client.js';
import type { FoundWithin, StatusFilter } from './quality-search.js';

export type Status = Schemas['ResolutionStatus'];
type Change = Schemas['ResolvedIssueView'];

export const STATUS_TEXT: Readonly<Record<StatusFilter, string>> = {
  OPEN: 'Open',
  INVESTIGATING: 'In progress',
  RESOLVED: 'Resolved',
  WONTFIX: 'Ignored',
  ALL: 'All',
};

/** What may be done with an issue of a status: the same as the API allows, without repetitions. */
const ALLOWED: Readonly<Record<Status, readonly Status[]>> = {
  OPEN: ['RESOLVED', 'INVESTIGATING', 'WONTFIX'],
  INVESTIGATING: ['RESOLVED', 'OPEN', 'WONTFIX'],
  RESOLVED: ['OPEN'],
  WONTFIX: ['OPEN'],
};
const ORDER: readonly Status[] = ['RESOLVED', 'INVESTIGATING', 'WONTFIX', 'OPEN'];

/** The statuses that all of the issues may get. */
export function allowedFor(issues: readonly Pick<Schemas['IssueView'], 'resolutionStatus'>[]): Status[] {
  const [first, ...others] = [...new Set(issues.map(({ resolutionStatus }) => resolutionStatus))];
  if (first === undefined) return [];
  return ORDER.filter((to) => [first, ...others].every((from) => ALLOWED[from].includes(to)));
}

/** The requests that put issues back as they were, in their order. A decided issue reopens first. */
export function undoSteps(changes: readonly Change[]): { logIds: number[]; resolutionStatus: Status }[] {
  const steps = new Map<string, { logIds: number[]; resolutionStatus: Status }>();
  const add = (order: number, logId: number, resolutionStatus: Status) => {
    const key = `${order} ${resolutionStatus}`;
    const step = steps.get(key) ?? { logIds: [], resolutionStatus };
    step.logIds.push(logId);
    steps.set(key, step);
  };
  for (const { logId, fromStatus, toStatus } of changes) {
    if (fromStatus === toStatus) continue;
    const isDirect = ALLOWED[toStatus].includes(fromStatus);
    if (!isDirect) add(0, logId, 'OPEN');
    add(isDirect ? 0 : 1, logId, fromStatus);
  }
  return [...steps].sort(([one], [other]) => one.localeCompare(other)).map(([, step]) => step);
}

const HOUR_MS = 3_600_000;
const HOURS: Readonly<Record<FoundWithin, number>> = { day: 24, week: 168, month: 720 };

/** The begin of a period up to now, at a full hour: the same for an hour. */
export function foundSince(found: FoundWithin, nowMs: number): string {
  return new Date(Math.floor(nowMs / HOUR_MS) * HOUR_MS - HOURS[found] * HOUR_MS).toISOString();
}
