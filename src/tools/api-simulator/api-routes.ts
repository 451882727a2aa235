import { childrenResponse, destinationsResponse, entityResponse } from './entity-answers.js';
import type { FeedFault } from './feed-faults.js';
import { liveResponseOf } from './live-answer.js';
import { monthDays, scheduleResponse, upcomingDays } from './schedule-answer.js';
import type { SimWorld } from './sim-world.js';
import { type VisibleEntity, findVisible } from './visible-entities.js';

/** The body of a good answer; undefined: 404. */
export function responseTo(
  world: SimWorld,
  path: string,
  nowMs: number,
  faults: readonly FeedFault[],
): string | undefined {
  const [root, resource, id, ...rest] = path.split('/').slice(1);
  if (root !== 'v1') return undefined;
  if (resource === 'destinations' && id === undefined) return JSON.stringify(destinationsResponse(world));
  if (resource !== 'entity' || id === undefined) return undefined;
  const visible = findVisible(world, id, nowMs, faults);
  return visible && entityResource(world, visible, rest, nowMs, faults);
}

function entityResource(
  world: SimWorld,
  visible: VisibleEntity,
  rest: readonly string[],
  nowMs: number,
  faults: readonly FeedFault[],
): string | undefined {
  const [resource, year, month, ...more] = rest;
  if (resource === undefined) return JSON.stringify(entityResponse(visible));
  if (resource === 'schedule' && more.length === 0) {
    const days = year === undefined ? upcomingDays(visible.entity, nowMs) : monthDays(year, month ?? '');
    return days && JSON.stringify(scheduleResponse(world, visible, nowMs, days));
  }
  if (rest.length > 1) return undefined;
  if (resource === 'live') return liveResponseOf(world, visible, nowMs, faults);
  if (resource === 'children') return JSON.stringify(childrenResponse(world, visible, nowMs, faults));
  return undefined;
}
