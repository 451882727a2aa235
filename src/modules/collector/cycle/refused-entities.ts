import type { LiveIssue, LiveReason } from '../live-answer/live-answer.js';

/** Entries of an answer that were refused for the same reason. */
export interface RefusedEntities {
  reason: LiveReason;
  /** Path inside the entry, such as `status`. */
  field: string;
  entities: number;
}

export function refusedEntities(issues: readonly LiveIssue[]): RefusedEntities[] {
  const groups = new Map<string, RefusedEntities>();
  for (const { reason, field, rejected } of issues) {
    if (!rejected) continue;
    const key = `${reason} ${field}`;
    const group = groups.get(key) ?? { reason, field, entities: 0 };
    groups.set(key, { ...group, entities: group.entities + 1 });
  }
  return [...groups.values()];
}
