import { latestName, type ObservedEntity } from '../../catalog/registry/observed-entity.js';
import type { Finding, IssueType } from '../../findings/finding.js';
import { issueTypeOf, PARSE_REASONS, type ParseReason } from '../../snapshots/reading/reading-context.js';
import type { LiveIssue, LiveReason, LiveResponse } from '../live-response/live-response.js';
import { utcDayOf } from '../../../common/time/calendar.js';

const MAX_SAMPLES = 10;
const STANDBY_WAIT = 'queue.STANDBY.waitTime';

const LIVE_ISSUE_TYPE: Readonly<Record<Exclude<LiveReason, ParseReason>, IssueType>> = {
  DUPLICATE_ENTITY: 'DUPLICATE',
  FOREIGN_ENTITY: 'MAPPING',
  PARK_CHANGED: 'MAPPING',
  UNKNOWN_ENTITY_TYPE: 'INVALID',
  INVALID_EXTERNAL_ID: 'INVALID',
  INVALID_LAST_UPDATED: 'INVALID',
  LAST_UPDATED_IN_FUTURE: 'SUSPICIOUS',
  INVALID_DETAIL: 'INVALID',
  DETAIL_TOO_LARGE: 'INVALID',
};

const isParseReason = (reason: LiveReason): reason is ParseReason =>
  (PARSE_REASONS as readonly string[]).includes(reason);

interface Collected {
  destinationId: number;
  themeparksWikiId: string;
}

/** The quality check reports these waits by ride and day (`WAIT_OUT_OF_RANGE`), so they are not reported twice. */
const isFoundByCheck = ({ reason, field }: LiveIssue): boolean =>
  reason === 'SUSPICIOUS_WAIT_TIME' && field === STANDBY_WAIT;

/**
 * The issues of a response as findings: one per reason and field of the destination, whatever the number of entries. The
 * same issue in a later response updates the same row of the log.
 */
export function findingsOfResponse(destination: Collected, { issues, observedAtMs }: LiveResponse): Finding[] {
  const groups = new Map<string, LiveIssue[]>();
  for (const issue of issues.filter((one) => !isFoundByCheck(one))) {
    const key = `${issue.reason} ${issue.field}`;
    groups.set(key, [...(groups.get(key) ?? []), issue]);
  }
  return [...groups.values()].map((group) => findingOfGroup(destination, group, observedAtMs));
}

function findingOfGroup(destination: Collected, group: readonly LiveIssue[], observedAtMs: number): Finding {
  const { reason, field, rejected, value } = group[0]!;
  const fate = rejected ? 'rejected' : 'kept';
  return {
    ...ofDestination(destination, observedAtMs),
    issueType: isParseReason(reason) ? issueTypeOf(reason) : LIVE_ISSUE_TYPE[reason],
    reason,
    identity: ['LIVE', destination.themeparksWikiId, field],
    recordsAffected: group.length,
    description: `Live data: ${group.length} entities ${fate}, ${reason} in ${field}, such as ${value}`,
    sample: group.slice(0, MAX_SAMPLES).map(({ index, themeparksWikiId, value: found }) => {
      return { index, themeparksWikiId, value: found };
    }),
  };
}

/** The finding of new entities, one per day; each decision is recorded as an id mapping. */
export function findingOfNewEntities(
  destination: Collected,
  created: readonly ObservedEntity[],
  observedAtMs: number,
): Finding[] {
  if (created.length === 0) return [];
  const day = utcDayOf(observedAtMs);
  return [
    {
      ...ofDestination(destination, observedAtMs),
      issueType: 'MAPPING',
      reason: 'NEW_ENTITY',
      identity: ['LIVE', destination.themeparksWikiId, day],
      recordsAffected: created.length,
      description: `Live data contains ${created.length} new entities, such as "${latestName(created[0]!)}"`,
      sample: created.slice(0, MAX_SAMPLES).map((entity) => {
        return { themeparksWikiId: entity.themeparksWikiId, name: latestName(entity), entityType: entity.entityType };
      }),
    },
  ];
}

function ofDestination({ destinationId }: Collected, observedAtMs: number) {
  const observedAt = new Date(observedAtMs);
  return {
    entityType: 'DESTINATION' as const,
    entityId: destinationId,
    parkId: null,
    importId: null,
    windowStart: observedAt,
    windowEnd: observedAt,
  };
}
