import type { FeedFault } from './feed-faults.js';
import { encodeLiveEntity } from './live-encoder.js';
import type { SimWorld } from './sim-world.js';
import { type VisibleEntity, findVisible, visibleLive } from './visible-entities.js';

/** The body of `/entity/{id}/live` of a destination. Depends on the arguments alone. */
export function liveResponse(
  world: SimWorld,
  destinationId: string,
  nowMs: number,
  faults: readonly FeedFault[] = [],
): string | undefined {
  const visible = findVisible(world, destinationId, nowMs, faults);
  return visible && liveResponseOf(world, visible, nowMs, faults);
}

/** Of any entity: itself and everything below it. */
export function liveResponseOf(
  world: SimWorld,
  { entity, id, name }: VisibleEntity,
  nowMs: number,
  faults: readonly FeedFault[],
): string {
  const destination = world.byDestinationId.get(entity.destinationId)!;
  const all = visibleLive(world, destination, nowMs, faults);
  const asked =
    entity.entityType === 'DESTINATION'
      ? all
      : all.filter((other) => other.entity === entity || other.entity.parentId === entity.id);
  return (
    `{"id":"${id}","name":${JSON.stringify(name)},"entityType":"${entity.entityType}",` +
    `"timezone":"${entity.clock.timezone}","liveData":[${asked.map(encodeLiveEntity).join(',')}]}`
  );
}
