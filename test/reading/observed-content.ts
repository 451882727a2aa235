import type { LiveObservation } from '../../src/modules/collector/live-response/live-response.js';
import type { ParsedFile } from '../../src/modules/import/parser/parsed-file.js';
import { RIDE_STATUSES, type QueueObservation } from '../../src/modules/snapshots/observations.js';

/** What one entry says, as one value for each output: `status`, `waitMinutes`, `RETURN_TIME.state`, `entity.name` … */
export type Content = Record<string, unknown>;

export function contentOfLive({
  entity,
  status,
  waitMinutes,
  lastUpdatedMs,
  queues,
  details,
}: LiveObservation): Content {
  return {
    ...prefixed('entity', entity),
    ...stateContent(status, waitMinutes, queues),
    lastUpdatedMs,
    ...Object.fromEntries(details.map(({ detailType, json }) => [detailType, json])),
  };
}

/** Of the last event of a file. */
export function contentOfArchive({ snapshots, entities, queues }: ParsedFile): Content {
  const row = snapshots.length - 1;
  const { names, parkId, parkSlug, timezone, isShow } = entities[snapshots.entityIndex[row]!]!;
  const waitMinutes = snapshots.waitMinutes[row]!;
  return {
    recordedAtMs: snapshots.recordedAtMs[row],
    ...prefixed('entity', { name: names[0]?.name ?? null, parkId, parkSlug, timezone, isShow }),
    ...stateContent(
      RIDE_STATUSES[snapshots.status[row]! - 1] ?? null,
      waitMinutes < 0 ? null : waitMinutes,
      queues.filter((one) => one.row === row).map(({ queue }) => queue),
    ),
  };
}

/** Of the outputs that both sources have. */
export function stateContent(
  status: string | null,
  waitMinutes: number | null,
  queues: readonly QueueObservation[],
): Content {
  return Object.assign(
    { status, waitMinutes },
    ...queues.map(({ queueType, ...fields }) => prefixed(queueType, fields)),
  ) as Content;
}

/** The content without the outputs whose names match. */
export function without(content: Content, names: RegExp): Content {
  return Object.fromEntries(Object.entries(content).filter(([name]) => !names.test(name)));
}

function prefixed(prefix: string, fields: object): Content {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, value as unknown]));
}
